"""Time, from one place that tests and the simulator can set.

Everything that decides by time takes `now` from a Clock; nothing else calls `datetime.now`.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOOK_EVERY = 0.2  # seconds between two looks at the file of a MovableClock
FURTHEST = timedelta(days=3650)


class Clock(Protocol):
    """Tells the time as an aware datetime in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The real time, moved by `offset` (zero in production)."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset


class MovableClock:
    """A clock that all processes of one machine move together, by a file that holds the seconds it is ahead.

    For play only: `app` builds it while the simulator is on, never beside the real platform. `offset` comes on top.
    Who moves it sees it at once, the others within a second.
    """

    def __init__(self, file: Path, offset: timedelta = timedelta()) -> None:
        self.offset = offset
        self._file = file
        self._moved = timedelta()
        self._read_of: tuple[int, int] | None = None
        self._look_at = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset + self.moved

    @property
    def moved(self) -> timedelta:
        """How far it has been moved on."""
        if time.monotonic() >= self._look_at:
            self._look()
        return self._moved

    def move(self, by: timedelta) -> None:
        """Move it on. Going back below the real time is not possible: what was recorded would lie in the future."""
        self._look()
        self._write(min(max(self._moved + by, timedelta()), FURTHEST))

    def reset(self) -> None:
        """Back to the real time."""
        self._write(timedelta())

    def _write(self, moved: timedelta) -> None:
        # Put in place as a whole: another process may be reading.
        new = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        new.write_text(str(moved.total_seconds()))
        new.replace(self._file)
        self._look()

    def _look(self) -> None:
        self._look_at = time.monotonic() + LOOK_EVERY
        try:
            status = self._file.stat()
            # The inode too: two moves within one tick of the file system's clock.
            if (seen := (status.st_mtime_ns, status.st_ino)) != self._read_of:
                self._moved = _seconds(self._file.read_text())
                self._read_of = seen
        except FileNotFoundError:
            self._moved, self._read_of = timedelta(), None


class FixedClock:
    """A clock for tests: stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by


def to_shanghai(moment: datetime) -> datetime:
    """The same moment in the members' time zone."""
    return moment.astimezone(SHANGHAI)


def _seconds(text: str) -> timedelta:
    """What the file says; a file that somebody else wrote counts as no move."""
    try:
        return min(max(timedelta(seconds=float(text)), timedelta()), FURTHEST)
    except (ValueError, OverflowError):
        return timedelta()
