"""The rush: many members want one event's places at the same moment; bookings a second until they are gone.

Ours is `union.events.service.sign_up` in transactions of our own `Database`, the notice and its queueing included.
The reference sends the very statements of one such sign-up raw, with sqlite3 or psycopg (raw_sql.py).
"""

import asyncio
import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.schema import create_schema, sync_url
from base.clock import SystemClock
from base.database import Database
from base.encryption import Keyring
from bench import gate
from bench.raw_sql import Had, Recipe, raw_attempts, recorded
from bench.results import Result
from tests.services import postgres_server
from union.events.models import Booking, Event, EventSession, Quota
from union.events.service import Booked, sign_up
from union.members.models import Member
from union.notices.queue import DbosQueue, create_tables

PLACES, ATTEMPTS = 500, 10_000
PROCESSES, TASKS = 4, 4
WARM_UP_EVENT, EVENTS = "warm-up", ("ours", "raw", "warm-up")
WARM_UPS = 5  # sign-ups of each task at another event: a process that serves is warm
SECRET = "bench-secret"


@dataclass(frozen=True)
class Rush:
    """What became of the attempts at one event."""

    per_second: float
    seated: int
    live: int
    taken: int

    @property
    def oversold(self) -> int:
        return max(0, self.live - PLACES, self.seated - PLACES)


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
    recipe = asyncio.run(_prepare(url))
    ours = _rush(url, "ours", partial(_our_attempts, url))
    raw = _rush(url, "raw", partial(raw_attempts, url, recipe, TASKS))
    wrong = ours.taken != ours.live or ours.live != ours.seated
    note = f"{ours.seated} booked of {ATTEMPTS} attempts for {PLACES} places, {PROCESSES}×{TASKS} at once; "
    note += f"oversold {ours.oversold}{', COUNTS DIFFER' if wrong else ''}; reference: the same statements sent raw"
    more = {"oversold": ours.oversold, "booked": ours.live, "taken": ours.taken}
    return Result(name, ours.per_second, raw.per_second, "bookings/s", "higher", note, more)


async def _prepare(url: str) -> Recipe:
    """Members and events; and the statements of one sign-up."""
    database, now = Database(url, Keyring([SECRET])), SystemClock().now()

    async def add(session: AsyncSession) -> None:
        for number in range(ATTEMPTS + 2):
            id_ = _member_id(number)
            session.add(Member(id=id_, account="bench", openid=id_, openid_index=id_, created_at=now))
        session.add_all(_event(event_id) for event_id in EVENTS)

    await database.transact(add)
    try:
        # At the event that the reference is then about: its quotas are among the parameters.
        verb = partial(_sign_up, database, DbosQueue(sync_url(url)), "raw")
        return await recorded(database, verb, (_member_id(ATTEMPTS), _member_id(ATTEMPTS + 1)))
    finally:
        await database.close()


def _member_id(number: int) -> str:
    """Thirty-two digits, as long as real ones."""
    return f"{number:032d}"


def _event(event_id: str) -> Event:
    now = SystemClock().now()
    times = {"starts_at": now + timedelta(days=7), "ends_at": now + timedelta(days=7, hours=3)}
    times |= {"sign_up_opens": now - timedelta(days=1), "sign_up_closes": now + timedelta(days=6)}
    words = {"title": "相亲会", "kind": "相亲", "city": "杭州市", "place": "职工之家"}
    meeting = EventSession(id=event_id, scope=event_id, **{name: times.pop(name) for name in ("starts_at", "ends_at")})
    meeting.quotas.append(Quota(name="total", capacity=PLACES, taken=0))
    return Event(id=event_id, sessions=[meeting], **times, **words)


async def _sign_up(database: Database, queue: DbosQueue, event_id: str, member: str) -> bool:
    """One attempt; whether it got a place."""
    contact: dict[str, Any] = {"name": "王小明", "phone": "13800000000", "key": f"{event_id}:{member}"}
    now = SystemClock().now()
    decision = await database.transact(
        lambda session: sign_up(session, queue, member, event_id, places=1, now=now, **contact)
    )
    return isinstance(decision, Booked)


def _our_attempts(url: str, members: Sequence[str]) -> Had:
    """Attempts of one process; when it began, and the moments at which places were had."""
    return asyncio.run(_attempts(url, members))


async def _attempts(url: str, members: Sequence[str]) -> Had:
    database, queue = Database(url, Keyring([SECRET])), DbosQueue(sync_url(url))

    async def one_after_the_other(event_id: str, share: Sequence[str]) -> list[float]:
        return [time.time() for member in share if await _sign_up(database, queue, event_id, member)]

    async def all_tasks(event_id: str, most: int | None) -> list[float]:
        shares = (members[first::TASKS][:most] for first in range(TASKS))
        return list(chain.from_iterable(await asyncio.gather(*(one_after_the_other(event_id, s) for s in shares))))

    await all_tasks(WARM_UP_EVENT, WARM_UPS)
    began = await asyncio.to_thread(gate.wait)
    had = await all_tasks("ours", None)
    queue.close()
    await database.close()
    return began, had


def _rush(url: str, event_id: str, attempts: "partial[Had]") -> Rush:
    """Run the attempts in all processes at once."""
    shares = [list(map(_member_id, range(first, ATTEMPTS, PROCESSES))) for first in range(PROCESSES)]
    spawned = multiprocessing.get_context("spawn")
    barrier = (spawned.Barrier(PROCESSES),)
    with ProcessPoolExecutor(PROCESSES, mp_context=spawned, initializer=gate.use, initargs=barrier) as pool:
        results = list(pool.map(attempts, shares))
    began, had = min(start for start, _ in results), [moment for _, moments in results for moment in moments]
    live, taken = asyncio.run(_counted(url, event_id))
    return Rush(len(had) / (max(had) - began), len(had), live, taken)


async def _counted(url: str, event_id: str) -> tuple[int, int]:
    """Live places and what the quota says."""
    database = Database(url, Keyring([SECRET]))
    live = select(func.sum(Booking.places)).where(Booking.event_id == event_id, Booking.status != "cancelled")
    async with database.read() as session:
        counted = await session.scalar(live), await session.scalar(select(Quota.taken).filter_by(session_id=event_id))
    await database.close()
    return int(counted[0] or 0), int(counted[1] or 0)
