"""One HTTP request to the platform, and what its answer is worth.

HTTP 200 may carry an errcode, an error page may carry 200, and an answer may never come: every end of a request
is an answer or one of errors.py. No redirect is followed, and nothing is read beyond a cap.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from webhook.platform.errors import (
    FileTooBigError,
    MediaError,
    PlatformCallError,
    PlatformError,
    UnknownOutcomeError,
    UnreachableError,
)

TIMEOUT = httpx.Timeout(8.0, connect=3.0)  # seconds between two bytes
JSON_TYPE = "application/json; charset=utf-8"
MAX_ANSWER = 1024 * 1024  # bytes of JSON
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

Answer = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One request. `harmless`: may be made again whatever became of it; `seconds`: for all of it.

    `confirmed`: its answer must say errcode 0, as those of all sendings do; an answer without is no answer.
    """

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    file: tuple[str, bytes, str] | None = None
    harmless: bool = False
    confirmed: bool = False
    seconds: float = 12.0


class Wire:
    """The connection pool of one account."""

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None, *, trust_env: bool) -> None:
        self._client = httpx.AsyncClient(
            base_url=base_url, timeout=TIMEOUT, transport=transport, trust_env=trust_env, follow_redirects=False
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def call(self, request: Request) -> Answer:
        """The answer's JSON.

        Raises:
            PlatformError, UnreachableError, UnknownOutcomeError
        """
        try:
            content, _ = await self._fetch(request, MAX_ANSWER)
        except MediaError as error:
            raise no_answer(request, "too long") from error
        return read_answer(content, request)

    async def fetch_file(self, request: Request, most: int) -> tuple[bytes, str]:
        """The file that the answer is, and its type. The platform says no in JSON with HTTP 200 here too.

        Raises:
            PlatformError, UnreachableError
            MediaError: it is bigger than `most` bytes, or lies elsewhere.
        """
        content, mime = await self._fetch(request, most)
        if mime in ("application/json", "text/plain", "text/json"):
            answer = read_answer(content, request)
            raise MediaError("视频不能直接下载" if "video_url" in answer else "微信平台没有给出文件")
        if not content or mime.startswith("text/"):
            raise UnreachableError("not a file")
        return content, mime

    async def _fetch(self, request: Request, most: int) -> tuple[bytes, str]:
        """Body and type of an answer with status 200."""
        try:
            async with asyncio.timeout(request.seconds):
                return await self._stream(request, most)
        except NOT_SENT as error:
            raise UnreachableError(type(error).__name__) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError, OSError, ValueError) as error:
            raise no_answer(request, type(error).__name__) from error

    async def _stream(self, request: Request, most: int) -> tuple[bytes, str]:
        async with self._client.stream(request.method, request.path, **_content(request)) as response:
            if response.status_code != httpx.codes.OK:
                raise no_answer(request, f"status {response.status_code}")
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > most:
                    raise FileTooBigError
            mime = response.headers.get("content-type", "application/octet-stream").partition(";")[0].strip().lower()
        return bytes(content), mime


def read_answer(content: bytes, request: Request) -> Answer:
    """The JSON of an answer.

    Raises:
        PlatformError: it carries an errcode.
        UnreachableError, UnknownOutcomeError: it is not the platform's.
    """
    try:
        answer = json.loads(content.decode())
        code = int(answer.get("errcode", 0))
    except (ValueError, AttributeError, TypeError, OverflowError, RecursionError) as error:
        raise no_answer(request, "not the platform's JSON") from error
    if code:
        raise PlatformError(code)
    if not answer or (request.confirmed and "errcode" not in answer):
        raise no_answer(request, "no errcode")
    return dict(answer)


def no_answer(request: Request, why: str) -> PlatformCallError:
    """The request went out, and no answer is known."""
    return UnreachableError(why) if request.harmless else UnknownOutcomeError(why)


def _content(request: Request) -> dict[str, Any]:
    """What httpx is given. JSON goes without escapes of characters: the platform refuses them with 40033."""
    content: dict[str, Any] = {"params": dict(request.params)}
    if request.body is not None:
        content["content"] = json.dumps(request.body, ensure_ascii=False).encode(errors="replace")
        content["headers"] = {"Content-Type": JSON_TYPE}
    if request.file is not None:
        content["files"] = {"media": request.file}
    return content
