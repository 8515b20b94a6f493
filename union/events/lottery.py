"""The lottery of a session: its list of entries published when sign-up closes, drawn a while later, once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events import fair_draw
from union.events.announce import announce
from union.events.listing import get
from union.events.meeting import Meeting
from union.events.models import Booking, Quota
from union.events.quotas import lock
from union.events.records import Draw
from union.events.refusal import Refused
from union.events.waitlist import fill
from union.excursions.claims import settle
from union.excursions.dates import rank_by_date
from union.notices.service import NoticeQueue

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class DrawDone:
    """The draw took place (also when asked again); hashes as published."""

    publication: Mapping[str, Any]

    @property
    def winners(self) -> Sequence[str]:
        return list(self.publication["winners"])


@dataclass(frozen=True)
class EntryProof:
    """What a member needs to find their entry in the published list: sha256("code:salt") == hash."""

    code: str
    salt: str
    hash: str


async def my_entry(session: AsyncSession, member_id: str, booking_id: str) -> EntryProof | None:
    """The proof of one's own entry."""
    mine = (Booking.id == booking_id, Booking.member_id == member_id)
    booking = await session.scalar(select(Booking).where(*mine))
    row = None if booking is None else await session.get(Draw, booking.session_id)
    if booking is None or row is None:
        return None
    salt = fair_draw.entry_salt(row.salt, booking.id)
    return EntryProof(booking.code, salt, fair_draw.entry_hash(booking.code, salt))


async def publication(session: AsyncSession, session_id: str) -> dict[str, Any] | None:
    """What anybody may see of a lottery now: the seed's hash, then the list of entries, then the seed and winners."""
    row = await session.get(Draw, session_id, populate_existing=True)
    if row is None:
        return None
    return dict(row.publication) if row.publication else {"session": session_id, "seed_hash": row.seed_hash}


async def export_publication(session: AsyncSession, session_id: str) -> str | None:
    """The same as a file of JSON, for `verify_draw`."""
    shown = await publication(session, session_id)
    return None if shown is None else json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True)


async def publish_entries(session: AsyncSession, session_id: str, now: datetime) -> bool:
    """Close the list of entries and publish it. False: somebody did already."""
    meeting, row = await get(session, session_id), await session.get(Draw, session_id, populate_existing=True)
    if meeting is None or row is None:
        return False
    later = now + timedelta(minutes=meeting.policy.draw_minutes)
    if not await _step(session, session_id, "committed", status="published", due=later):
        return False
    await rank_by_date(session, meeting)
    shown: dict[str, Any] = {"session": session_id, "seed_hash": row.seed_hash, "published_at": now.isoformat()}
    quotas = {quota.id: quota for quota in meeting.quotas}
    shown["quotas"] = {quota.name: quota.left for quota in meeting.quotas}
    shown["entries"] = [
        {
            "hash": fair_draw.entry_hash(entry.code, fair_draw.entry_salt(row.salt, entry.id)),
            "rank": entry.rank,
            "places": entry.places,
            "quotas": sorted(quotas[id_].name for id_ in entry.quota_ids),
        }
        for entry in await _entries(session, session_id)
    ]
    shown["entries"].sort(key=lambda entry: entry["hash"])  # the order tells nothing of who entered when
    shown["entries_hash"] = fair_draw.entries_hash(shown)
    await session.execute(
        update(Draw).where(Draw.session_id == session_id).values(publication=shown), execution_options=_NO_SYNC
    )
    return True


async def draw(
    session: AsyncSession, queue: NoticeQueue, session_id: str, *, by: str, now: datetime
) -> DrawDone | Refused:
    """Draw, once: winners have time to confirm, the others wait in drawn order; everybody is told.

    Entries are locked while it is drawn: one that is cancelled at the same moment is either left out, or is a
    winner's place given up, which then goes to the next.
    """
    meeting, row = await get(session, session_id), await session.get(Draw, session_id, populate_existing=True)
    if meeting is None or row is None:
        return Refused("not_lottery" if meeting else "unknown")
    if row.status == "committed" or (row.status == "published" and now < row.due):
        return Refused("too_early")
    if not await _step(session, session_id, "published", status="drawn", drawn_at=now):
        row = await session.get_one(Draw, session_id, populate_existing=True)
        return DrawDone(row.publication) if row.status == "drawn" and row.publication else Refused("called_off")
    await lock(session, [quota.id for quota in meeting.quotas])
    entries = {
        fair_draw.entry_hash(e.code, fair_draw.entry_salt(row.salt, e.id)): e
        for e in await _entries(session, session_id)
    }
    shown = await _drawn(session, row, meeting, set(entries), now)
    await _seat_winners(session, meeting, [entries[hash_] for hash_ in shown["winners"]], now)
    await _queue_others(session, meeting, [entries[hash_] for hash_ in shown["waiting"]])
    await settle(session, now, Booking.session_id == session_id)
    statuses = ("won", "waitlisted", "lost")
    await announce(session, session_id, "drawn", "", key=f"drawn:{session_id}", by=by, now=now, statuses=statuses)
    await fill(session, queue, meeting, now)
    return DrawDone(shown)


async def _drawn(
    session: AsyncSession, row: Draw, meeting: Meeting, present: set[str], now: datetime
) -> dict[str, Any]:
    """The publication with what was drawn; kept for good."""
    assert row.publication is not None  # published before it is drawn
    capacity = select(Quota.name, Quota.capacity - Quota.taken).where(Quota.session_id == meeting.id)
    left = dict((await session.execute(capacity)).tuples().all())
    entries = [{**entry, "withdrawn": entry["hash"] not in present} for entry in row.publication["entries"]]
    shown = {**row.publication, "quotas": left, "entries": entries, "seed": row.seed, "drawn_at": now.isoformat()}
    drawn = fair_draw.draw(shown)
    shown |= {"winners": drawn.winners, "waiting": drawn.waiting}
    await session.execute(
        update(Draw).where(Draw.session_id == meeting.id).values(publication=shown), execution_options=_NO_SYNC
    )
    return shown


async def _seat_winners(session: AsyncSession, meeting: Meeting, winners: Sequence[Booking], now: datetime) -> None:
    """All at once: their places fit, for the draw counted them under the quotas' lock; the CHECK has the last word."""
    until = min(now + timedelta(hours=meeting.policy.confirm_hours), meeting.starts_at)
    for quota in meeting.quotas:
        places = sum(winner.places for winner in winners if quota.id in winner.quota_ids)
        taken = update(Quota).where(Quota.id == quota.id).values(taken=Quota.taken + places)
        await session.execute(taken, execution_options=_NO_SYNC)
    if winners:
        rows = [{"id": winner.id, "status": "won", "until": until} for winner in winners]
        await session.execute(update(Booking), rows, execution_options=_NO_SYNC)


async def _queue_others(session: AsyncSession, meeting: Meeting, others: Sequence[Booking]) -> None:
    status = "waitlisted" if meeting.policy.waitlist else "lost"
    if others:
        rows = [{"id": other.id, "status": status, "line": line} for line, other in enumerate(others, 1)]
        await session.execute(update(Booking), rows, execution_options=_NO_SYNC)


async def _entries(session: AsyncSession, session_id: str) -> Sequence[Booking]:
    entered = (Booking.session_id == session_id, Booking.status == "entered")
    query = select(Booking).where(*entered).order_by(Booking.id).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def _step(session: AsyncSession, session_id: str, expected: str, **values: object) -> bool:
    statement = update(Draw).where(Draw.session_id == session_id, Draw.status == expected).values(**values)
    result = await session.execute(statement, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
