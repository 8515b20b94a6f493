"""The JS-SDK's ticket of each account, shared by replicas, and the signature that lets a page of ours use WeChat."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from base.bus import Bus
from base.clock import Clock
from webhook.platform.apis import PlatformApis
from webhook.platform.client import PlatformApi
from webhook.platform.errors import PlatformCallError
from webhook.platform.shared import Shared

TICKET = "/cgi-bin/ticket/getticket"
MARGIN = timedelta(minutes=5)  # before its end at which a ticket is no longer given out
PAUSE = 30.0  # seconds after a failure in which the platform is not asked again: anybody can open the page
LOCK_HOLDS, LOCK_WAITS = timedelta(seconds=20), timedelta(seconds=10)


@dataclass(frozen=True)
class Signature:
    """What `wx.config` wants."""

    appid: str
    timestamp: int
    nonce: str
    signature: str


class Tickets:
    """Signs addresses of pages."""

    def __init__(self, apis: PlatformApis, bus: Bus, clock: Clock) -> None:
        self._apis = apis
        self._shared = Shared(bus)
        self._clock = clock
        self._own: dict[str, tuple[str, float]] = {}  # serves while Redis is down; ends by the loop's time
        self._pauses: dict[str, float] = {}
        self._lock = asyncio.Lock()

    async def sign(self, appid: str, url: str) -> Signature | None:
        """The signature of a page's address, all before a `#`; None when no ticket can be had now."""
        ticket = await self._ticket(appid)
        if ticket is None:
            return None
        timestamp, nonce = int(self._clock.now().timestamp()), secrets.token_hex(8)
        return Signature(appid, timestamp, nonce, signature_of(ticket, nonce, timestamp, url))

    async def _ticket(self, appid: str) -> str | None:
        if known := await self._known(appid):
            return known
        api, loop = self._apis.of(appid), asyncio.get_running_loop()
        if api is None or self._pauses.get(appid, 0.0) > loop.time():
            return None
        async with self._lock, self._shared.lock(f"{_name(appid)}:lock", LOCK_HOLDS, LOCK_WAITS):
            if known := await self._known(appid):
                return known
            try:
                return await self._fetch(appid, api)
            except (PlatformCallError, KeyError, TypeError, ValueError):
                self._pauses[appid] = loop.time() + PAUSE
                return None

    async def _known(self, appid: str) -> str | None:
        own, ends = self._own.get(appid, ("", 0.0))
        if own and ends > asyncio.get_running_loop().time():
            return own
        return await self._shared.get(_name(appid))

    async def _fetch(self, appid: str, api: PlatformApi) -> str:
        answer = await api.get(TICKET, {"type": "jsapi"})
        ticket, lives = str(answer["ticket"]), timedelta(seconds=int(answer["expires_in"])) - MARGIN
        await self._shared.set(_name(appid), ticket, lives)
        self._own[appid] = (ticket, asyncio.get_running_loop().time() + lives.total_seconds())
        return ticket


def signature_of(ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """As the JS-SDK's documentation has it: SHA-1 of the four, in the order of their names."""
    signed = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}"
    return hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest()


def _name(appid: str) -> str:
    return f"wechat:jsapi_ticket:{appid}"
