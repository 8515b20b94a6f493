"""People on rosters and staff of one union, for the tests of the pages."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from tests.console.conftest import Stage
from union.ids import new_id
from union.roster.models import RosterEntry, Union
from union.roster.record import Record, indexes
from union.roster.service import Bound, Proof, bind
from union.staff.models import Staff


async def plant(stage: Stage) -> None:
    """One city, a street below it, and another street that is none of ours."""

    async def work(session: AsyncSession) -> None:
        for union_id, name, level, parent, path in (
            ("hangzhou", "杭州市总工会", "city", None, "hangzhou/"),
            ("hubin", "湖滨街道总工会", "street", "hangzhou", "hangzhou/hubin/"),
            ("ziyang", "紫阳街道总工会", "street", "hangzhou", "hangzhou/ziyang/"),
        ):
            if await session.get(Union, union_id) is None:
                session.add(Union(id=union_id, name=name, level=level, parent_id=parent, path=path, city="杭州市"))
                await session.flush()

    await stage.deps.database.transact(work)


async def on_the_roster(stage: Stage, card: str, phone: str, name: str = "王小明", union: str = "hubin") -> str:
    """A person on the roster of a union; the entry's id."""
    await plant(stage)
    entry_id = new_id()

    async def work(session: AsyncSession) -> None:
        now, record = stage.clock.now(), Record(name, card, phone, id_last4="1234")
        found = indexes(record, union, stage.deps.database.keyring)
        session.add(RosterEntry(id=entry_id, union_id=union, person=record.as_json(), updated_at=now, **found))

    await stage.deps.database.transact(work)
    return entry_id


async def bound(stage: Stage, card: str, phone: str, name: str = "王小明", union: str = "hubin") -> str:
    """A member who is bound to that person."""
    member = await stage.member()
    await on_the_roster(stage, card, phone, name, union)
    proof, keyring = Proof(name, phone, card), stage.deps.database.keyring
    outcome = await stage.deps.database.transact(
        lambda s: bind(s, keyring, Limits(), member, proof, key=f"bind:{card}", now=stage.clock.now())
    )
    assert isinstance(outcome, Bound), outcome
    return member


async def clerk_of(stage: Stage, name: str, union: str, role: str = "agent") -> str:
    """An account that sees one union alone."""
    await plant(stage)
    await stage.staff(name, role)
    own = update(Staff).where(Staff.name == name).values(union_id=union)
    await stage.deps.database.transact(lambda s: s.execute(own))
    return name
