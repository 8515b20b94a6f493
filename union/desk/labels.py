"""Labels: a small set that who runs the desk keeps, and what cases have of it."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.desk.canned import Refused
from union.desk.models import LOOKS, CaseLabel, DeskLabel
from union.desk.reach import member_of_case
from union.staff.scope import EVERYTHING, Scope

NAME = 12  # characters
MOST = 20


async def labels(session: AsyncSession) -> Sequence[DeskLabel]:
    """All there are, in the order they were made."""
    return (await session.scalars(select(DeskLabel).order_by(DeskLabel.id))).all()


async def add_label(session: AsyncSession, name: str, look: str = "") -> DeskLabel | Refused:
    """Make a label; one of that name that is there already is the same."""
    name = " ".join(name.split())
    if not name:
        return Refused("empty")
    if len(name) > NAME or look not in LOOKS:
        return Refused("too_long")
    if (await session.scalar(select(func.count()).select_from(DeskLabel)) or 0) >= MOST:
        return Refused("most", str(MOST))
    await session.execute(insert_into(session, DeskLabel).values(name=name, look=look).on_conflict_do_nothing())
    return (await session.scalars(select(DeskLabel).where(DeskLabel.name == name))).one()


async def remove_label(session: AsyncSession, label_id: int) -> None:
    """Take a label away, also from the cases that have it."""
    await session.execute(delete(CaseLabel).where(CaseLabel.label_id == label_id))
    await session.execute(delete(DeskLabel).where(DeskLabel.id == label_id))


async def put_labels(
    session: AsyncSession, case_id: int, wanted: Collection[int], *, scope: Scope = EVERYTHING
) -> list[int] | Refused:
    """Have exactly these labels on the case; those that are gone meanwhile are left out. Returns what it has."""
    if await member_of_case(session, scope, case_id) is None:
        return Refused("unknown")
    there = (await session.scalars(select(DeskLabel.id).where(DeskLabel.id.in_(wanted)))).all()
    await session.execute(
        delete(CaseLabel).where(CaseLabel.case_id == case_id, CaseLabel.label_id.not_in(there or [0])),
        execution_options={"synchronize_session": False},
    )
    for one in there:
        row = insert_into(session, CaseLabel).values(case_id=case_id, label_id=one)
        await session.execute(row.on_conflict_do_nothing())
    return sorted(there)


async def labels_of(session: AsyncSession, case_ids: Collection[int]) -> dict[int, tuple[DeskLabel, ...]]:
    """Case -> its labels, where it has any; one statement."""
    if not case_ids:
        return {}
    query = select(CaseLabel.case_id, DeskLabel).join(DeskLabel, DeskLabel.id == CaseLabel.label_id)
    found: dict[int, tuple[DeskLabel, ...]] = {}
    for case_id, label in (
        await session.execute(query.where(CaseLabel.case_id.in_(case_ids)).order_by(DeskLabel.id))
    ).tuples():
        found[case_id] = (*found.get(case_id, ()), label)
    return found
