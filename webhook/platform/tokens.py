"""An account's access token: one owner for all replicas, fetched by one of them at a time.

`stable_token` gives everybody the same token while it is valid. A token that the platform refuses although it is
the newest can only be replaced by force, which is rationed.
"""

import asyncio
import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from base.accounts import Account
from base.clock import Clock, to_shanghai
from base.limits import Limits
from webhook.platform.alarm import TokenAlarm
from webhook.platform.errors import PlatformCallError, PlatformError, TokenError, UnreachableError
from webhook.platform.shared import Shared
from webhook.platform.wire import Request, Wire

REFUSED = frozenset({40001, 40014, 42001})  # the errcodes of a token that is worn out
MARGIN = 300  # seconds before its end at which a token is no longer used
FETCH_SECONDS = 6.0
LOCK_HOLDS = timedelta(seconds=15)  # two fetches and a bit
LOCK_WAITS = timedelta(seconds=10)
FORCED_APART = timedelta(seconds=30)
FORCED_KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Token:
    """`ends`: seconds since 1970 by our clock, some minutes before the platform's own end."""

    value: str
    ends: float


class TokenKeeper:
    """One account's token in this process. `alarm` is told how it goes."""

    def __init__(self, account: Account, limits: Limits, shared: Shared, clock: Clock, wire: Wire) -> None:
        self.alarm = TokenAlarm(account.appid, shared)
        self._account = account
        self._limits = limits
        self._shared = shared
        self._clock = clock
        self._wire = wire
        self._name = f"wechat:token:{account.appid}"
        self._own: Token | None = None
        self._lock = asyncio.Lock()

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
            if failure := self.alarm.failure_since(asked):
                raise failure  # a hundred callers must not try in turn
            try:
                self._own = await self._stored_or_fetched(instead_of)
            except PlatformCallError as error:
                await self.alarm.failed(error)
                raise
            await self.alarm.well()
            return self._own.value

    @property
    def seconds_left(self) -> float:
        """Of the token this process knows; 0 without one."""
        return max(0.0, self._own.ends - self._now()) if self._own else 0.0

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
            data = json.loads(stored)
            return Token(_text(data["value"]), float(data["ends"]))
        except (ValueError, TypeError, KeyError, OverflowError):  # of another version of ours
            return None

    def _fits(self, token: Token, instead_of: str) -> bool:
        return token.value != instead_of and token.ends > self._now()

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(type(value).__name__)
    return value
