"""Calls to the platform's API: its access token, one owner for all replicas, and one careful way to post.

An HTTP 200 may carry an error code, and a code of a worn-out token is mended once, never in a loop.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from redis.exceptions import RedisError

from base.accounts import Account
from base.bus import Bus
from base.logging import get_logger
from base.settings import Settings

TIMEOUT = httpx.Timeout(8.0, connect=3.0)
TOKEN_ERRORS = {40001, 40014, 42001}
TOKEN_MARGIN = 300  # seconds before its end at which a token is no longer used
LOCK_SECONDS = 15
BUSY = -1

log = get_logger("platform")


class PlatformError(Exception):
    """The platform said no. `code` is its errcode."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class UnreachableError(Exception):
    """The call certainly did not reach the platform."""


class UnknownOutcomeError(Exception):
    """The call went out, and what became of it is not known."""


class PlatformApis:
    """One client for each account of this deployment."""

    def __init__(self, settings: Settings, bus: Bus, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._by_appid = {
            account.appid: PlatformApi(settings, account, bus, transport) for account in settings.accounts
        }

    def of(self, appid: str) -> "PlatformApi | None":
        """The client of this account; None for one that is not served any more."""
        return self._by_appid.get(appid)

    async def close(self) -> None:
        for api in self._by_appid.values():
            await api.close()


@dataclass(frozen=True)
class _Token:
    value: str
    ends: float  # seconds since 1970: real time, for the platform knows no other


class PlatformApi:
    """The platform's API for one account.

    Args:
        transport: for tests, instead of the network.
    """

    def __init__(
        self, settings: Settings, account: Account, bus: Bus, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._appid = account.appid
        self._secret = account.secret.get_secret_value()
        self._bus = bus
        self._shared_name = f"wechat:token:{self._appid}"
        self._own: _Token | None = None  # serves while the bus is down
        self._lock = asyncio.Lock()
        self._client = httpx.AsyncClient(
            base_url=settings.api_url, timeout=TIMEOUT, transport=transport, trust_env=settings.calls_real_platform
        )

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post with the access token; the platform's answer.

        Raises:
            PlatformError, UnreachableError, UnknownOutcomeError
        """
        token = await self._token()
        try:
            return await self._send(path, body, {"access_token": token})
        except PlatformError as error:
            if error.code not in TOKEN_ERRORS:
                raise
        return await self._send(path, body, {"access_token": await self._token(instead_of=token)})

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Ask for something with the access token: harmless to repeat, so that no outcome of it is unknown.

        Raises:
            PlatformError, UnreachableError
        """
        try:
            token = await self._token()
            try:
                return await self._ask(path, {**(params or {}), "access_token": token})
            except PlatformError as error:
                if error.code not in TOKEN_ERRORS:
                    raise
            return await self._ask(path, {**(params or {}), "access_token": await self._token(instead_of=token)})
        except UnknownOutcomeError as error:
            raise UnreachableError(str(error)) from error

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        try:
            return _answer_of(await self._client.get(path, params=query))
        except httpx.TransportError as error:
            raise UnreachableError(type(error).__name__) from error

    async def _token(self, instead_of: str = "") -> str:
        """A token that is not `instead_of`, fetched by one caller at a time."""
        async with self._lock:
            known = await self._shared_token() or self._own
            if known is not None and known.value != instead_of and known.ends > time.time():
                return known.value
            try:
                lock = self._bus.redis.lock(f"{self._shared_name}:lock", timeout=LOCK_SECONDS, blocking_timeout=5)
                async with lock:
                    known = await self._shared_token()
                    if known is None or known.value == instead_of:
                        known = await self._fetch_token(instead_of)
                    return known.value
            except (RedisError, OSError) as error:  # stable_token gives every caller the same: safe without the lock
                log.warning("token_without_lock", error=type(error).__name__)
                return (await self._fetch_token(instead_of)).value

    async def _shared_token(self) -> _Token | None:
        try:
            stored = await self._bus.redis.get(self._shared_name)
        except (RedisError, OSError):
            return None
        return None if stored is None else _Token(**json.loads(stored))

    async def _fetch_token(self, instead_of: str) -> _Token:
        """The stable token; forced only when the plain call gives the refused one again (20 a day are allowed)."""
        token = await self._stable_token(force=False)
        if token.value == instead_of:
            token = await self._stable_token(force=True)
        self._own = token
        try:
            lifetime = max(1, int(token.ends - time.time()))
            await self._bus.redis.set(self._shared_name, json.dumps(token.__dict__), ex=lifetime)
        except (RedisError, OSError) as error:
            log.warning("token_not_shared", error=type(error).__name__)
        return token

    async def _stable_token(self, *, force: bool) -> _Token:
        body = {"grant_type": "client_credential", "appid": self._appid, "secret": self._secret, "force_refresh": force}
        try:
            answer = await self._send("/cgi-bin/stable_token", body, {})
            return _Token(answer["access_token"], time.time() + max(1, int(answer["expires_in"]) - TOKEN_MARGIN))
        except (UnknownOutcomeError, KeyError, ValueError, TypeError) as error:
            raise UnreachableError(f"no token: {type(error).__name__}") from error

    async def _send(self, path: str, body: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
        content = json.dumps(body, ensure_ascii=False).encode()  # escaped Chinese is refused with 40033
        try:
            response = await self._client.post(
                path, params=query, content=content, headers={"Content-Type": "application/json; charset=utf-8"}
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise UnreachableError(type(error).__name__) from error
        except httpx.TransportError as error:
            raise UnknownOutcomeError(type(error).__name__) from error
        return _answer_of(response)


def _answer_of(response: httpx.Response) -> dict[str, Any]:
    if response.status_code != httpx.codes.OK:
        raise UnknownOutcomeError(f"status {response.status_code}")
    try:
        answer = response.json()
        code = int(answer.get("errcode", 0))
    except (ValueError, AttributeError, TypeError) as error:
        raise UnknownOutcomeError("not the platform's JSON") from error
    if code:
        raise PlatformError(code)
    return dict(answer)
