"""An account's access token: one owner for all replicas, fetched by one of them at a time.

`stable_token` gives everybody the same token while it is valid. A token that the platform refuses although it is
the newest can only be replaced by force, which is rationed.
"""

import asyncio
import json
from copy import copy
from dataclasses import asdict, dataclass
from datetime import timedelta

from base.accounts import Account
from base.clock import Clock, to_shanghai
from base.limits import Limits
from base.logging import get_logger
from webhook.platform.errors import PlatformCallError, PlatformError, TokenError, UnreachableError
from webhook.platform.outcomes import UNREACHABLE, reason_of
from webhook.platform.shared import Shared
from webhook.platform.wire import Request, Wire

REFUSED = frozenset({40001, 40014, 42001})  # the errcodes of a token that is worn out
MARGIN = 300  # seconds before its end at which a token is no longer used
FETCH_SECONDS = 6.0
LOCK_HOLDS = timedelta(seconds=15)  # two fetches and a bit
LOCK_WAITS = timedelta(seconds=10)
FORCED_APART = timedelta(seconds=30)
FORCED_KEPT = timedelta(days=2)
PROBLEM_KEPT = timedelta(minutes=10)
PAUSE = 1.0  # seconds after a failure in which nobody tries again
COMPLAIN_EVERY = 60.0  # seconds between two lines in the log

log = get_logger("platform")


@dataclass(frozen=True)
class Token:
    """`ends`: seconds since 1970 by our clock, some minutes before the platform's own end."""

    value: str
    ends: float


class TokenKeeper:
    """One account's token in this process. `is_up`: whether the last try to get one succeeded; None before it."""

    def __init__(self, account: Account, limits: Limits, shared: Shared, clock: Clock, wire: Wire) -> None:
        self.is_up: bool | None = None
        self._account = account
        self._limits = limits
        self._shared = shared
        self._clock = clock
        self._wire = wire
        self._name = f"wechat:token:{account.appid}"
        self._own: Token | None = None
        self._lock = asyncio.Lock()
        self._failure: PlatformCallError | None = None
        self._failed_at = self._complained_at = float("-inf")

    async def get(self, instead_of: str = "") -> str:
        """A token that is not `instead_of`.

        Raises:
            TokenError, UnreachableError
        """
        if self._own is not None and self._fits(self._own, instead_of):
            return self._own.value
        asked = asyncio.get_running_loop().time()
        async with self._lock:
            if self._own is not None and self._fits(self._own, instead_of):
                return self._own.value
            if self._failure is not None and asked - self._failed_at < PAUSE:
                raise copy(self._failure)  # that of the caller before us: a hundred of them must not try in turn
            return await self._renew(instead_of)

    @property
    def seconds_left(self) -> float:
        """Of the token this process knows; 0 without one."""
        return max(0.0, self._own.ends - self._now()) if self._own else 0.0

    async def problem(self) -> str:
        """Why no token can be had, for staff; empty when all is well. Any replica's."""
        return await self._shared.get(f"{self._name}:problem") or (_words(self._failure) if self._failure else "")

    async def _renew(self, instead_of: str) -> str:
        try:
            token = await self._stored_or_fetched(instead_of)
        except PlatformCallError as error:
            await self._note_failure(error)
            raise
        self._own = token
        if self.is_up is not True:
            await self._shared.forget(f"{self._name}:problem")
        self.is_up, self._failure = True, None
        return token.value

    async def _stored_or_fetched(self, instead_of: str) -> Token:
        if (token := await self._stored()) and self._fits(token, instead_of):
            return token
        async with self._shared.lock(f"{self._name}:lock", LOCK_HOLDS, LOCK_WAITS):
            if (token := await self._stored()) and self._fits(token, instead_of):
                return token
            token = await self._fetch(force=False)
            if token.value == instead_of:
                token = await self._forced()
            lives = timedelta(seconds=max(1.0, token.ends - self._now()))
            await self._shared.set(self._name, json.dumps(asdict(token)), lives)
            return token

    async def _forced(self) -> Token:
        """A new token by force, if the ration allows: 20 a day, 30 seconds apart."""
        day = f"{to_shanghai(self._clock.now()):%Y%m%d}"
        if not await self._shared.claim(f"{self._name}:forced", FORCED_APART):
            raise TokenError(40001)
        if await self._shared.count(f"{self._name}:forced:{day}", FORCED_KEPT) > self._limits.forced_tokens_a_day:
            raise TokenError(40001)
        return await self._fetch(force=True)

    async def _fetch(self, *, force: bool) -> Token:
        body = {
            "grant_type": "client_credential",
            "appid": self._account.appid,
            "secret": self._account.secret.get_secret_value(),
            "force_refresh": force,
        }
        request = Request("POST", "/cgi-bin/stable_token", body=body, harmless=True, seconds=FETCH_SECONDS)
        try:
            answer = await self._wire.call(request)
            seconds = max(1, int(answer["expires_in"]) - MARGIN)
            return Token(_text(answer["access_token"]), self._now() + seconds)
        except PlatformError as error:
            raise TokenError(error.code) from error
        except (KeyError, ValueError, TypeError, OverflowError) as error:
            raise UnreachableError(f"no token: {type(error).__name__}") from error

    async def _stored(self) -> Token | None:
        stored = await self._shared.get(self._name)
        if stored is None:
            return None
        try:
            return Token(**json.loads(stored))
        except (ValueError, TypeError):  # of another version of ours
            return None

    def _fits(self, token: Token, instead_of: str) -> bool:
        return token.value != instead_of and token.ends > self._now()

    def _now(self) -> float:
        return self._clock.now().timestamp()

    async def _note_failure(self, error: PlatformCallError) -> None:
        now = asyncio.get_running_loop().time()
        self.is_up, self._failure, self._failed_at = False, copy(error), now
        if now - self._complained_at >= COMPLAIN_EVERY:
            self._complained_at = now
            code = error.code if isinstance(error, PlatformError) else 0
            log.error("no_token", account=self._account.appid, error=type(error).__name__, code=code)
        await self._shared.set(f"{self._name}:problem", _words(error), PROBLEM_KEPT)


def _words(error: PlatformCallError) -> str:
    reason = reason_of(error.code) if isinstance(error, PlatformError) else UNREACHABLE
    return f"微信凭证获取失败：{reason}"


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(type(value).__name__)
    return value
