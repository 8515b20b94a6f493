"""A desk for tests: staff with accounts, members who may be written to, and short ways to take steps."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from base.limits import Limits
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows
from union.conversations.arrival import note_arrival
from union.conversations.service import record, transcript
from union.handoff.models import HandoffCase
from union.handoff.presence import seen
from union.handoff.service import Queued, request_handoff
from union.roster.models import RosterBinding, RosterEntry, Union
from union.staff.models import Staff
from union.staff.scope import Scope

T = TypeVar("T")
LIMITS = Limits()
UPTOWN, DOWNTOWN = Scope("city/uptown/"), Scope("city/downtown/")


def at(minutes: float) -> datetime:
    """So many minutes after the test's beginning."""
    return WEDNESDAY + timedelta(minutes=minutes)


async def do(database: Database, verb: Callable[[AsyncSession], Awaitable[T]]) -> T:
    return await database.transact(verb)


async def staff(database: Database, *names: str, role: str = "agent") -> None:
    """Accounts; a password is not needed here."""
    rows = [Staff(name=name, password_hash="-", role=role, created_at=WEDNESDAY) for name in names]
    await add_rows(database, *rows)


async def is_seen(database: Database, name: str, minutes: float = 0) -> None:
    """A page of theirs is open then."""
    await do(database, lambda s: seen(s, name, at(minutes)))


async def asks(
    database: Database, member_id: str, topic: str = "欠薪", minutes: float = 0, urgent: bool = False
) -> int:
    """The member is queued; the case."""
    queued: Queued = await do(database, lambda s: request_handoff(s, member_id, topic, at(minutes), urgent))
    return queued.case_id


async def writes(database: Database, member_id: str, text: str, minutes: float = 0) -> None:
    """A message of the member's, with what it allows."""
    await database.write(lambda c: note_arrival(c, member_id, "message", None, LIMITS, at(minutes)))
    await do(database, lambda s: record(s, member_id, "member", text, at(minutes)))


async def case(database: Database, case_id: int) -> HandoffCase:
    async with database.read() as session:
        found = await session.get(HandoffCase, case_id)
    assert found is not None
    return found


async def events(database: Database, member_id: str) -> list[str]:
    """Lines about the talk itself."""
    async with database.read() as session:
        return [line.text for line in await transcript(session, member_id) if line.author == "event"]


async def at_home(database: Database) -> None:
    """m1 belongs uptown, m2 downtown, m3 nowhere."""

    def union(union_id: str, parent: str | None, path: str, city: str, district: str) -> Union:
        level = "district" if parent else "city"
        return Union(
            id=union_id, name=f"{district or city}总工会", level=level, parent_id=parent, path=path, city=city,
            district=district,
        )  # fmt: skip

    rows: list[object] = [
        union("city", None, "city/", "杭州市", ""),
        union("uptown", "city", "city/uptown/", "", "上城区"),
        union("downtown", "city", "city/downtown/", "", "拱墅区"),
    ]
    for number, (member_id, home) in enumerate((("m1", "uptown"), ("m2", "downtown"))):
        entry = f"e{number}"
        rows.append(
            RosterEntry(id=entry, union_id=home, person="{}", card_index=entry, digest=entry, updated_at=WEDNESDAY)
        )
        rows.append(
            RosterBinding(entry_id=entry, account="wx", member_id=member_id, way="facts", bound_at=WEDNESDAY, key=entry)
        )
    await add_rows(database, *rows)


async def states(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(HandoffCase.state).order_by(HandoffCase.id)))
