"""The one place where parts are built from settings and put together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from base.bus import Bus
from base.clock import SHANGHAI, Clock, SystemClock
from base.database import Database
from base.encryption import Keyring
from base.errors import UsageError
from base.settings import Settings


@dataclass(frozen=True)
class Parts:
    """What every process needs."""

    settings: Settings
    clock: Clock
    database: Database
    bus: Bus

    async def close(self) -> None:
        await self.bus.close()
        await self.database.close()


def build_parts(settings: Settings) -> Parts:
    """The parts of this process; nothing is connected yet.

    Raises:
        UserError: a setting is wrong, or `var` cannot be written.
    """
    if settings.uses_sqlite:
        settings.ensure_var()
    return Parts(
        settings=settings,
        clock=SystemClock(clock_offset(settings)),
        database=Database(settings.sql_url, Keyring(settings.secret_key_list)),
        bus=Bus(settings.redis_url),
    )


def clock_offset(settings: Settings) -> timedelta:
    """How far our clock is from the real one: given by `serve`, or computed from UNIONBOT_CLOCK.

    Raises:
        UsageError: UNIONBOT_CLOCK is no ISO time.
    """
    if settings.clock_offset is not None:
        return timedelta(seconds=settings.clock_offset)
    if not settings.clock:
        return timedelta()
    try:
        start = datetime.fromisoformat(settings.clock)
    except ValueError as error:
        raise UsageError(f"UNIONBOT_CLOCK {settings.clock}: not an ISO time like 2026-11-18T10:00.") from error
    return (start if start.tzinfo else start.replace(tzinfo=SHANGHAI)) - SystemClock().now()
