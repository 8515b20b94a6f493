"""The day's calls of an account, counted before they go out: what is over the quota is not tried."""

from datetime import timedelta
from typing import Literal

from base.clock import Clock, to_shanghai
from base.limits import Limits
from webhook.platform.errors import OverQuotaError
from webhook.platform.outcomes import next_day
from webhook.platform.shared import Shared

Counted = Literal["custom", "template", "subscribe", "upload"]

# Calls that are counted without being asked.
PATHS: dict[str, Counted] = {
    "/cgi-bin/message/custom/send": "custom",
    "/cgi-bin/message/template/send": "template",
    "/cgi-bin/message/subscribe/bizsend": "subscribe",
    "/cgi-bin/media/upload": "upload",
}
KEPT = timedelta(days=2)
# After the platform's own "used up" we do not ask for so long; not all day, for staff can have the quota cleared.
BELIEVED = timedelta(hours=1)


class Quotas:
    """One account's."""

    def __init__(self, appid: str, limits: Limits, shared: Shared, clock: Clock) -> None:
        self._appid = appid
        self._shared = shared
        self._clock = clock
        self._most: dict[Counted, int] = {
            "custom": limits.custom_sends_a_day,
            "template": limits.template_sends_a_day,
            "subscribe": limits.subscribe_sends_a_day,
            "upload": limits.uploads_a_day,
        }

    async def take(self, call: Counted) -> None:
        """Count one call.

        Raises:
            OverQuotaError: it may not be made today.
        """
        name = self._name(call)
        full = await self._shared.get(f"{name}:full")
        if full or await self._shared.count(name, KEPT) > self._most[call]:
            raise OverQuotaError(next_day(self._clock.now()))

    async def used_up(self, call: Counted) -> OverQuotaError:
        """Note that the platform itself says so; the error to raise."""
        await self._shared.set(f"{self._name(call)}:full", "1", BELIEVED)
        return OverQuotaError(next_day(self._clock.now()))

    def _name(self, call: Counted) -> str:
        return f"wechat:calls:{self._appid}:{call}:{to_shanghai(self._clock.now()):%Y%m%d}"
