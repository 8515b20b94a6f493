"""The clock of this machine's processes, moved on from the simulator so that reminders come due."""

from datetime import timedelta
from typing import Any

from base.clock import FixedClock, MovableClock
from webhook.simulator.simulator import Simulator


class TimeMachine:
    """Moves the simulator's clock, where it is one that can be moved, and tells all pages."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._clock = simulator.clock

    @property
    def works(self) -> bool:
        return isinstance(self._clock, MovableClock | FixedClock)

    def state(self) -> dict[str, Any]:
        """The time now, and how many seconds it is ahead of the real one."""
        moved = self._clock.moved if isinstance(self._clock, MovableClock) else timedelta()
        return {"now": self._clock.now().isoformat(), "moved": moved.total_seconds(), "movable": self.works}

    def move(self, by: timedelta) -> None:
        """Move it on; nothing where it cannot be moved."""
        if isinstance(self._clock, MovableClock | FixedClock):
            self._clock.move(by)
            self._tell()

    def reset(self) -> None:
        """Back to the real time."""
        if isinstance(self._clock, MovableClock):
            self._clock.reset()
            self._tell()

    def _tell(self) -> None:
        for account in self._simulator.accounts:
            if side := self._simulator.side(account.appid):
                side.phones.tell(type="clock", **self.state())
