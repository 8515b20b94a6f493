"""The platform's API for one account: every call with a valid token, counted, and repeated at most once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

from base.accounts import Account
from base.logging import get_logger
from webhook.platform.errors import OVER_QUOTA, PlatformError, TokenError, UnreachableError
from webhook.platform.quotas import PATHS, Counted, Quotas
from webhook.platform.tokens import REFUSED, TokenKeeper
from webhook.platform.wire import Answer, Request, Wire

MESSAGES = "/cgi-bin/message/"  # what is sent under it reaches a member
TYPING = "/cgi-bin/message/custom/typing"
NO_MATTER = frozenset({45080, 45081})  # typing: too long since the member wrote; shown already
FILE_SECONDS = 60.0
MAX_FILE = 20 * 1024 * 1024

MediaKind = Literal["image", "voice", "video", "thumb"]
T = TypeVar("T")

log = get_logger("platform")


class PlatformApi:
    """Calls of one account. All raise what webhook/platform/errors.py lists, and nothing else."""

    def __init__(self, account: Account, wire: Wire, tokens: TokenKeeper, quotas: Quotas) -> None:
        self.account = account
        self.tokens = tokens
        self._wire = wire
        self._quotas = quotas

    async def post(self, path: str, body: Mapping[str, Any], *, counts: Counted | None = None) -> Answer:
        """Post JSON; the platform's answer, errcode 0.

        `counts`: the quota it is counted under; the sendings of quotas.PATHS are counted anyway.

        Raises:
            UnknownOutcomeError: it may have taken effect: not to be repeated.
        """
        request = Request("POST", path, body=body, confirmed=path.startswith(MESSAGES))
        return await self._counted(request, counts or PATHS.get(path))

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """Ask for something; the platform's answer."""
        return await self._counted(Request("GET", path, params=params or {}, harmless=True), None)

    async def upload(self, kind: MediaKind, name: str, content: bytes, mime: str) -> str:
        """Upload a temporary file; its media_id. A file that nobody knows of does no harm, so it is never `unknown`."""
        file = (name, content, mime)
        path = "/cgi-bin/media/upload"
        request = Request("POST", path, {"type": kind}, file=file, harmless=True, seconds=FILE_SECONDS)
        answer = await self._counted(request, PATHS[path])
        media_id = answer.get("media_id") or answer.get("thumb_media_id")
        if not isinstance(media_id, str):
            raise UnreachableError("no media_id")
        return media_id

    async def download(self, media_id: str, most: int = MAX_FILE) -> tuple[bytes, str]:
        """A temporary file (also one that a member sent) and its type.

        Only from the platform's API, by its id: the addresses inside messages (PicUrl) can be anybody's.

        Raises:
            MediaError: it is bigger than `most` bytes, or cannot be had this way (videos).
        """
        request = Request("GET", "/cgi-bin/media/get", {"media_id": media_id}, harmless=True, seconds=FILE_SECONDS)
        return await self._with_token(request, lambda ready: self._wire.fetch_file(ready, most))

    async def typing(self, openid: str) -> None:
        """Show "对方正在输入" for some seconds; nothing happens where the platform does not allow it now."""
        await self._type(openid, "Typing")

    async def cancel_typing(self, openid: str) -> None:
        await self._type(openid, "CancelTyping")

    async def close(self) -> None:
        await self._wire.close()

    async def _type(self, openid: str, command: str) -> None:
        request = Request("POST", TYPING, body={"touser": openid, "command": command}, harmless=True)
        try:
            await self._counted(request, None)
        except PlatformError as error:
            if error.code not in NO_MATTER:
                raise

    async def _counted(self, request: Request, counted: Counted | None) -> Answer:
        if counted is not None:
            await self._quotas.take(counted)
        try:
            return await self._with_token(request, self._wire.call)
        except PlatformError as error:
            log.info("refused", account=self.account.appid, path=request.path, code=error.code)
            if error.code == OVER_QUOTA and counted is not None and not isinstance(error, TokenError):
                raise await self._quotas.used_up(counted) from error
            raise

    async def _with_token(self, request: Request, call: Callable[[Request], Awaitable[T]]) -> T:
        """The call with a token; once more with another one when the platform refuses the first."""
        token = await self.tokens.get()
        try:
            return await self._once(request, token, call)
        except PlatformError as error:
            if error.code not in REFUSED:
                raise
        try:
            return await self._once(request, await self.tokens.get(instead_of=token), call)
        except PlatformError as error:
            if error.code in REFUSED:
                await self.tokens.alarm.failed(TokenError(error.code))
            raise

    async def _once(self, request: Request, token: str, call: Callable[[Request], Awaitable[T]]) -> T:
        try:
            answer = await call(replace(request, params={"access_token": token, **request.params}))
        except PlatformError as error:
            if error.code not in REFUSED:
                await self.tokens.alarm.well()
            raise
        await self.tokens.alarm.well()
        return answer
