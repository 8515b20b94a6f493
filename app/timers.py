"""What time brings about: each worker looks for due rows every few seconds. Two workers at once do no harm.

Not long sleeps: the clock may be moved, and a restart forgets nothing (docs/adr/0010-notices.md).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from app.parts import Parts
from base.limits import Limits
from base.logging import get_logger
from knowledge.learning.service import forget_old
from union.applications import service as applications
from union.attachments import service as attachments
from union.coded.service import purge_codes
from union.events import service as events
from union.handoff import service as handoff
from union.legal_aid import service as legal_aid
from union.matchmaking import service as matchmaking
from union.members.service import index_phones
from union.news import sweep as news
from union.notices.service import NoticeQueue
from union.numbers import counting
from union.places.sent import forget_locations
from union.privacy.erasure import sweep
from union.privacy.export import purge_links
from union.roster.tries import purge_tries
from union.staff.sessions import purge_sessions
from union.staff.throttle import purge_login_tries
from webhook.holding import ALL_HOLDINGS, is_answering

log = get_logger("timers")

MOST_ROUNDS = 200  # of one timer before the others have their turn: each round is a transaction of its own


class Verb(Protocol):
    """Does a part of what is due at `now`; returns how much."""

    def __call__(self, session: AsyncSession, *, now: datetime) -> Awaitable[int | None]: ...


@dataclass(frozen=True)
class Timer:
    """A verb that does some of what is due and returns how much; it is called again until that is nothing.

    `every` is in seconds of real time. `wakes`: what it does is seen on the desk, so the open pages are told.
    """

    name: str
    verb: Verb
    every: float
    wakes: bool = False


def timers(queue: NoticeQueue, limits: Limits | None = None) -> list[Timer]:
    """All timers of the union's features."""
    return [
        Timer("events", partial(events.sweep, queue=queue), 3),
        Timer("appointments", partial(legal_aid.sweep, queue=queue), 3),
        Timer("earlier_slots", partial(legal_aid.refill, queue=queue), 60),
        Timer("desk", partial(handoff.sweep, queue=queue, limits=limits or Limits()), 3, wakes=True),
        Timer("matchmaking", partial(matchmaking.sweep, queue=queue), 60),
        Timer("applications", partial(applications.sweep, queue=queue), 60),
        Timer("news", partial(news.sweep, queue=queue), 60),
        Timer("erasures", partial(sweep, queue=queue, holdings=ALL_HOLDINGS, busy=is_answering), 3),
        Timer("export_links", purge_links, 3600),
        Timer("codes", purge_codes, 3600),
        Timer("staff sessions", purge_sessions, 3600),
        Timer("login tries", purge_login_tries, 3600),
        Timer("places", forget_locations, 3600),
        Timer("unanswered questions", forget_old, 3600),
        Timer("attachments", attachments.purge, 600),
        Timer("binding tries", purge_tries, 3600),
        Timer("numbers", counting.sweep, 30),
        Timer("member phones", index_phones, 3600),
        Timer("staff sessions", purge_sessions, 3600),
        Timer("login tries", purge_login_tries, 3600),
    ]


@asynccontextmanager
async def keeping_time(parts: Parts, due: Sequence[Timer]) -> AsyncIterator[None]:
    """The timers run inside the `async with`."""
    tasks = [asyncio.create_task(_repeat(parts, timer)) for timer in due]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


async def run_due(parts: Parts, timer: Timer) -> None:
    """Do all that is due now."""
    for _ in range(MOST_ROUNDS):
        if not await parts.database.transact(partial(timer.verb, now=parts.clock.now())):
            return
        if timer.wakes:
            await parts.bus.publish("conversations", member="")


async def _repeat(parts: Parts, timer: Timer) -> None:
    while True:
        try:
            await run_due(parts, timer)
        except Exception as error:  # the database is away for a moment: the next round tries again
            log.warning("timer_failed", timer=timer.name, error=type(error).__name__)
        await asyncio.sleep(timer.every)
