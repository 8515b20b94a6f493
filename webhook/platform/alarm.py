"""What staff and operators learn when no access token can be had: a text, a gauge, and a line in the log."""

import asyncio
from copy import copy
from datetime import timedelta

from base.logging import get_logger
from webhook.platform.errors import PlatformCallError, PlatformError
from webhook.platform.outcomes import UNREACHABLE, reason_of
from webhook.platform.shared import Shared

KEPT = timedelta(minutes=10)  # a replica that died must not complain for ever
COMPLAIN_EVERY = 60.0  # seconds between two lines in the log
PAUSE = 1.0  # seconds after a failure in which nobody tries again

log = get_logger("platform")


class TokenAlarm:
    """Of one account. `is_up`: whether the token was to be had the last time; None before the first."""

    def __init__(self, appid: str, shared: Shared) -> None:
        self.is_up: bool | None = None
        self._appid = appid
        self._name = f"wechat:token:{appid}:problem"
        self._shared = shared
        self._failure: PlatformCallError | None = None
        self._failed_at = self._complained_at = float("-inf")

    def failure_since(self, asked: float) -> PlatformCallError | None:
        """The failure of somebody who tried for us, or just before us. `asked`: the event loop's time."""
        return copy(self._failure) if self._failure and asked - self._failed_at < PAUSE else None

    async def problem(self) -> str:
        """Why no token can be had, for staff; empty when all is well. Any replica's."""
        return await self._shared.get(self._name) or (_words(self._failure) if self._failure else "")

    async def well(self) -> None:
        """There is a token, and the platform takes it."""
        if self.is_up is not True:
            self.is_up, self._failure = True, None
            await self._shared.forget(self._name)

    async def failed(self, error: PlatformCallError) -> None:
        """There is none, or the platform takes none."""
        now = asyncio.get_running_loop().time()
        self.is_up, self._failure, self._failed_at = False, copy(error), now
        if now - self._complained_at >= COMPLAIN_EVERY:
            self._complained_at = now
            code = error.code if isinstance(error, PlatformError) else 0
            log.error("no_token", account=self._appid, error=type(error).__name__, code=code)
        await self._shared.set(self._name, _words(error), KEPT)


def _words(error: PlatformCallError) -> str:
    reason = reason_of(error.code) if isinstance(error, PlatformError) else UNREACHABLE
    return f"微信凭证获取失败：{reason}"
