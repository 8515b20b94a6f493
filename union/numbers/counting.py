"""Counting the lines of transcripts, each once: a sweep goes through them by their id, some minutes behind.

What a line says is not looked at, only what the bot made of it; counts are by day, so nobody can be found in them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from base.database import insert_into
from union.conversations.models import Message
from union.conversations.reply import Understanding
from union.members.models import Member
from union.numbers.models import CountedVisit, CountingMark, DailyCount
from union.roster.models import RosterBinding, RosterEntry

MESSAGES, VISITS, REPLIES, INTENTS, ANSWERED = "messages", "visits", "replies", "intents", "answered"
MEASURES = (MESSAGES, VISITS, REPLIES, INTENTS, ANSWERED)
AT_ONCE = 500  # lines a round
BEHIND = timedelta(minutes=2)  # longer than a transaction that has taken a lower id and not yet ended
VISITS_KEPT = timedelta(days=3)
_MARK = "messages"


@dataclass(frozen=True)
class Home:
    """Where a member's lines are counted."""

    account: str
    union_id: str


@dataclass(frozen=True)
class Key:
    """One cell of the counts."""

    day: date
    measure: str
    label: str
    home: Home


async def sweep(session: AsyncSession, now: datetime) -> int:
    """Count some lines that are not counted yet; how many. Two sweeps at once count nothing twice."""
    last = await session.scalar(select(CountingMark.last_id).where(CountingMark.name == _MARK))
    lines = await _next_lines(session, last or 0, now)
    if not lines or not await _advance(session, last, lines[-1].id):
        return 0
    homes = await _homes(session, {line.member_id for line in lines})
    counts = Counter(key for line in lines for key in keys_of(line, homes[line.member_id]))
    counts.update(await _visits(session, lines, homes))
    await _add(session, counts)
    forget = delete(CountedVisit).where(CountedVisit.day < to_shanghai(now - VISITS_KEPT).date())
    await session.execute(forget)
    return len(lines)


def keys_of(line: Message, home: Home) -> Iterator[Key]:
    """What one line counts for. Pure."""
    day = to_shanghai(line.at).date()
    if line.author == "member":
        yield Key(day, MESSAGES, "", home)
    if line.author != "bot" or (understood := _read(line.understanding)) is None:
        return
    yield Key(day, REPLIES, understood.outcome, home)
    if understood.intent:
        yield Key(day, INTENTS, understood.intent, home)
    if understood.outcome == "answered" and (entry := _answered_by(understood)):
        yield Key(day, ANSWERED, entry[:200], home)


def _answered_by(understood: Understanding) -> str:
    """program:ID or right:ID; empty where the turn does not say. `programs` also holds what is only near."""
    program = understood.slots.get("topic_program")
    if program and understood.programs[:1] == [program]:
        return f"program:{program}"
    right = understood.slots.get("topic_right")
    return f"right:{right}" if right else ""


async def _next_lines(session: AsyncSession, after: int, now: datetime) -> list[Message]:
    """In the order of their ids, up to the first that is too young."""
    query = select(Message).where(Message.id > after).order_by(Message.id).limit(AT_ONCE)
    found: list[Message] = []
    for line in await session.scalars(query):
        if line.at > now - BEHIND:
            break
        found.append(line)
    return found


async def _advance(session: AsyncSession, expected: int | None, last: int) -> bool:
    """Compare and set: False when another sweep was quicker."""
    if expected is None:
        first = insert_into(session, CountingMark).values(name=_MARK, last_id=last).on_conflict_do_nothing()
        added = await session.scalar(first.returning(CountingMark.last_id))
        return added is not None
    step = update(CountingMark).where(CountingMark.name == _MARK, CountingMark.last_id == expected)
    result = await session.execute(step.values(last_id=last), execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def _homes(session: AsyncSession, member_ids: set[str]) -> dict[str, Home]:
    """Account, and the union of the entry bound last."""
    bound = (
        select(RosterBinding.member_id, func.max(RosterBinding.id).label("id"))
        .where(RosterBinding.ended_at.is_(None), RosterBinding.member_id.in_(member_ids))
        .group_by(RosterBinding.member_id)
        .subquery()
    )
    query = (
        select(Member.id, Member.account, RosterEntry.union_id)
        .outerjoin(bound, bound.c.member_id == Member.id)
        .outerjoin(RosterBinding, RosterBinding.id == bound.c.id)
        .outerjoin(RosterEntry, RosterEntry.id == RosterBinding.entry_id)
        .where(Member.id.in_(member_ids))
    )
    rows = (await session.execute(query)).tuples()
    return {member_id: Home(account, union_id or "") for member_id, account, union_id in rows}


async def _visits(session: AsyncSession, lines: Sequence[Message], homes: dict[str, Home]) -> Counter[Key]:
    """One for each member who wrote on a day and was not counted on it yet."""
    wrote = {(to_shanghai(line.at).date(), line.member_id) for line in lines if line.author == "member"}
    if not wrote:
        return Counter()
    rows = [{"day": day, "member_id": member_id} for day, member_id in sorted(wrote)]
    added = insert_into(session, CountedVisit).values(rows).on_conflict_do_nothing()
    new = (await session.execute(added.returning(CountedVisit.day, CountedVisit.member_id))).tuples()
    return Counter(Key(day, VISITS, "", homes[member_id]) for day, member_id in new)


async def _add(session: AsyncSession, counts: Counter[Key]) -> None:
    if not counts:
        return
    rows = [
        {
            "day": key.day,
            "measure": key.measure,
            "label": key.label,
            "account": key.home.account,
            "union_id": key.home.union_id,
            "count": count,
        }
        for key, count in counts.items()
    ]
    new = insert_into(session, DailyCount).values(rows)
    columns = ["day", "measure", "label", "account", "union_id"]
    await session.execute(
        new.on_conflict_do_update(index_elements=columns, set_={"count": DailyCount.count + new.excluded["count"]})
    )


def _read(stored: str | None) -> Understanding | None:
    try:
        return Understanding.model_validate_json(stored) if stored else None
    except ValidationError:  # written by another version
        return None
