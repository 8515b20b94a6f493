"""The rush: many members want one event's places at the same moment; bookings a second until they are gone.

Ours is `union.events.service.sign_up_on` in transactions of our own `Database`, the notices included. The reference
sends the very statements of one such sign-up raw, with sqlite3 or psycopg (raw_sql.py). Both run in turn, a pair a
time, and the pair with the median ratio is the result.
"""

import asyncio
import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.schema import create_schema, sync_url
from base.clock import SystemClock
from base.database import Database
from base.encryption import Keyring
from bench import gate
from bench.attempts import SECRET, TASKS, WARM_UP_EVENT, event, member_id, our_attempts, signed_up
from bench.gate import Had
from bench.raw_sql import Recipe, raw_attempts, recorded
from bench.results import Result
from tests.services import postgres_server
from union.events.models import LIVE, Booking, Quota
from union.members.models import Member
from union.notices.queue import DbosQueue, create_tables

PLACES, ATTEMPTS = 500, 10_000
PROCESSES, PAIRS = 4, 3


@dataclass(frozen=True)
class Rush:
    """What became of the attempts at one event. `cpu_ms`: of the clients, a booking, until the places were gone."""

    per_second: float
    answers_per_second: float
    cpu_ms: float
    seated: int
    answered: int
    live: int
    taken: int

    @property
    def oversold(self) -> int:
        return max(0, self.live - PLACES, self.seated - PLACES)

    @property
    def is_wrong(self) -> bool:
        return len({self.taken, self.live, self.seated, PLACES}) > 1 or self.answered != ATTEMPTS


def run_sqlite(names: Sequence[str]) -> list[Result]:
    """rush-sqlite."""
    with tempfile.TemporaryDirectory(prefix="unionbot-bench-") as folder:
        return [_measure(name, f"sqlite+aiosqlite:///{Path(folder) / 'rush.db'}") for name in names]


def run_postgres(names: Sequence[str]) -> list[Result]:
    """rush-postgres (without fsync, as in tests)."""
    with postgres_server() as address:
        return [_measure(name, f"postgresql+asyncpg://postgres@{address}/postgres") for name in names]


def _measure(name: str, url: str) -> Result:
    create_schema(url)
    create_tables(sync_url(url))
    recipes = asyncio.run(_prepare(url))
    pairs = [_pair(url, number, recipe) for number, recipe in enumerate(recipes)]
    ours, raw = sorted(pairs, key=lambda pair: pair[0].per_second / pair[1].per_second)[PAIRS // 2]
    wrong = any(each.is_wrong for each, _ in pairs)
    oversold = max(each.oversold for each, _ in pairs)
    ratios = ", ".join(f"{one.per_second / other.per_second:.2f}" for one, other in pairs)
    note = f"{ours.seated} booked of {ours.answered} answered for {PLACES} places, {PROCESSES}×{TASKS} at once; "
    note += f"oversold {oversold}{', COUNTS DIFFER' if wrong else ''}; {ours.answers_per_second:.0f} answers/s; "
    note += f"CPU of the clients {ours.cpu_ms:.2f} ms a booking (raw {raw.cpu_ms:.2f}); ratios of the pairs {ratios}"
    more: dict[str, float] = {"oversold": oversold, "booked": ours.live, "taken": ours.taken, "answered": ours.answered}
    more |= {"cpu_ms": ours.cpu_ms, "raw_cpu_ms": raw.cpu_ms, "answers_per_second": ours.answers_per_second}
    return Result(name, ours.per_second, raw.per_second, "bookings/s", "higher", note, more)


def _pair(url: str, number: int, recipe: Recipe) -> tuple[Rush, Rush]:
    """Every other pair begins with the raw one: who comes second finds more rows."""
    runs = {
        f"ours-{number}": partial(our_attempts, url, f"ours-{number}"),
        f"raw-{number}": partial(raw_attempts, url, recipe, TASKS),
    }
    in_turn = sorted(runs, reverse=number % 2 == 1)
    found = {event_id: _rush(url, event_id, runs[event_id]) for event_id in in_turn}
    return found[f"ours-{number}"], found[f"raw-{number}"]


async def _prepare(url: str) -> list[Recipe]:
    """Members and events; and of each pair the statements of one sign-up at the reference's event."""
    database, now = Database(url, Keyring([SECRET])), SystemClock().now()

    async def add(session: AsyncSession) -> None:
        for number in range(ATTEMPTS + 2):
            id_ = member_id(number)
            session.add(Member(id=id_, account="bench", openid=id_, openid_index=id_, created_at=now))
        session.add(event(WARM_UP_EVENT, PLACES))
        for number in range(PAIRS):
            # Two more, for the members whose statements are recorded.
            session.add_all([event(f"ours-{number}", PLACES), event(f"raw-{number}", PLACES + 2)])

    await database.transact(add)
    queue, two = DbosQueue(sync_url(url)), (member_id(ATTEMPTS), member_id(ATTEMPTS + 1))
    await signed_up(database, queue, WARM_UP_EVENT, two[0])  # afterwards all statements are compiled
    try:
        return [await recorded(database, partial(signed_up, database, queue, f"raw-{n}"), two) for n in range(PAIRS)]
    finally:
        queue.close()
        await database.close()


def _rush(url: str, event_id: str, attempts: "partial[Had]") -> Rush:
    """Run the attempts in all processes at once."""
    shares = [list(map(member_id, range(first, ATTEMPTS, PROCESSES))) for first in range(PROCESSES)]
    spawned = multiprocessing.get_context("spawn")
    barrier = (spawned.Barrier(PROCESSES),)
    with ProcessPoolExecutor(PROCESSES, mp_context=spawned, initializer=gate.use, initargs=barrier) as pool:
        results = list(pool.map(attempts, shares))
    began = min(had.began.at for had in results)
    booked = [moment for had in results for moment in had.booked]
    answered = sum(had.answered for had in results)
    cpu = sum(max(moment.cpu for moment in had.booked) - had.began.cpu for had in results if had.booked)
    live, taken = asyncio.run(_counted(url, event_id))
    return Rush(
        per_second=len(booked) / (max(moment.at for moment in booked) - began),
        answers_per_second=answered / (max(had.ended.at for had in results) - began),
        cpu_ms=1e3 * cpu / len(booked),
        seated=len(booked),
        answered=answered,
        live=live,
        taken=taken,
    )


async def _counted(url: str, event_id: str) -> tuple[int, int]:
    """Live places and what the quota says."""
    database = Database(url, Keyring([SECRET]))
    live = select(func.sum(Booking.places)).where(Booking.event_id == event_id, Booking.status.in_(LIVE))
    async with database.read() as session:
        counted = await session.scalar(live), await session.scalar(select(Quota.taken).filter_by(session_id=event_id))
    await database.close()
    return int(counted[0] or 0), int(counted[1] or 0)
