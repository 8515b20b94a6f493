"""Timers do what is due, all of it, and a failing one does not stop the others."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.parts import Parts
from app.timers import Timer, keeping_time, run_due, timers
from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.settings import Settings
from union.notices.service import NoQueue


class Pile:
    """Something of which each round does a part."""

    def __init__(self, height: int, *, fails: bool = False) -> None:
        self.height = height
        self.fails = fails
        self.rounds = 0

    def __call__(self, session: AsyncSession, *, now: datetime) -> Awaitable[int | None]:
        return self._work()

    async def _work(self) -> int:
        self.rounds += 1
        if self.fails:
            raise RuntimeError("broken")
        done = min(2, self.height)
        self.height -= done
        return done


def parts_on(database: Database, clock: FixedClock) -> Parts:
    return Parts(Settings(), clock, database, Bus())  # type: ignore[call-arg]


async def test_all_that_is_due_is_done_in_transactions_of_their_own(database: Database, clock: FixedClock) -> None:
    pile = Pile(5)
    await run_due(parts_on(database, clock), Timer("pile", pile, 1))
    assert (pile.height, pile.rounds) == (0, 4)


async def test_a_failing_timer_stops_no_other(database: Database, clock: FixedClock) -> None:
    broken, pile = Pile(1, fails=True), Pile(3)
    async with keeping_time(parts_on(database, clock), [Timer("broken", broken, 0.01), Timer("pile", pile, 0.01)]):
        while pile.height or broken.rounds < 2:
            await asyncio.sleep(0.01)


async def test_every_timer_of_ours_runs_on_an_empty_database(database: Database, clock: FixedClock) -> None:
    for timer in timers(NoQueue()):
        await run_due(parts_on(database, clock), timer)
