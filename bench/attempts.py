"""The services' side of the rush: the attempts of one process."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain

from app.schema import sync_url
from base.clock import SystemClock
from base.database import Database
from base.encryption import Keyring
from bench import gate
from bench.gate import Had, Moment
from union.events.models import Event, EventSession, Quota
from union.events.service import Asked, Booked, Refused, sign_up_on
from union.notices.queue import DbosQueue

TASKS = 4
WARM_UP_EVENT = "warm-up"
WARM_UPS = 5  # sign-ups of each task at another event: a process that serves is warm
SECRET = "bench-secret"


def member_id(number: int) -> str:
    """Thirty-two digits, as long as real ones."""
    return f"{number:032d}"


def event(event_id: str, places: int) -> Event:
    """One of a single session and quota."""
    now = SystemClock().now()
    times = {"starts_at": now + timedelta(days=7), "ends_at": now + timedelta(days=7, hours=3)}
    times |= {"sign_up_opens": now - timedelta(days=1), "sign_up_closes": now + timedelta(days=6)}
    words = {"title": "相亲会", "kind": "相亲", "city": "杭州市", "place": "职工之家"}
    meeting = EventSession(id=event_id, scope=event_id, **{name: times.pop(name) for name in ("starts_at", "ends_at")})
    meeting.quotas.append(Quota(name="total", capacity=places, taken=0))
    return Event(id=event_id, sessions=[meeting], **times, **words)


async def signed_up(database: Database, queue: DbosQueue, event_id: str, member: str) -> bool | None:
    """One attempt; whether it got a place, None for a refusal that is not for want of places."""
    asked = Asked(member, event_id, 1, "王小明", "13800000000", f"{event_id}:{member}", SystemClock().now())
    decision = await database.write(lambda c: sign_up_on(database, c, queue, asked), late=True)
    if isinstance(decision, Refused):
        return False if decision.reason == "full" else None
    return isinstance(decision, Booked)


def our_attempts(url: str, event_id: str, members: Sequence[str]) -> Had:
    """The attempts of one process."""
    return asyncio.run(_attempts(url, event_id, members))


async def _attempts(url: str, event_id: str, members: Sequence[str]) -> Had:
    database, queue = Database(url, Keyring([SECRET])), DbosQueue(sync_url(url))
    answered = 0

    async def one_after_the_other(at: str, share: Sequence[str]) -> list[Moment]:
        nonlocal answered
        had = []
        for member in share:
            got = await signed_up(database, queue, at, member)
            answered += got is not None
            had += [gate.moment()] if got else []
        return had

    async def all_tasks(at: str, most: int | None) -> list[Moment]:
        shares = (members[first::TASKS][:most] for first in range(TASKS))
        return list(chain.from_iterable(await asyncio.gather(*(one_after_the_other(at, s) for s in shares))))

    await all_tasks(WARM_UP_EVENT, WARM_UPS)
    answered = 0
    began = await asyncio.to_thread(gate.wait)
    booked = await all_tasks(event_id, None)
    had = Had(began, booked, gate.moment(), answered)
    queue.close()
    await database.close()
    return had
