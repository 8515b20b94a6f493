"""The one place where parts are built from settings and put together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from base.bus import Bus
from base.clock import SHANGHAI, Clock, MovableClock, SystemClock
from base.database import Database
from base.encryption import Keyring
from base.errors import UsageError
from base.settings import Settings

CLOCK_FILE = "simulator-clock"  # under `var`: how far the simulator has moved the clock of this machine's processes


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
        clock=build_clock(settings),
        database=Database(settings.sql_url, Keyring(settings.secret_key_list)),
        bus=Bus(settings.redis_url),
    )


def build_clock(settings: Settings) -> Clock:
    """The clock of this process: one that the simulator may move, while it is on and nothing reaches the platform."""
    offset = clock_offset(settings)
    if settings.simulator_on and not settings.calls_real_platform:
        return MovableClock(settings.ensure_var() / CLOCK_FILE, offset)
    return SystemClock(offset)


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
