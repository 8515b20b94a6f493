"""A union's roster as rows of a spreadsheet, with the headings of the template: it can be brought in again."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.files.headings import own_name, synonyms
from union.roster.models import RosterBinding, RosterEntry, Union
from union.roster.record import Record
from union.staff.scope import EVERYTHING, Scope, unions_within

FIELDS = [field for field in synonyms() if field != "id_number"]  # of the whole number nothing is kept
GENDERS = {"male": "男", "female": "女", None: ""}
BOUND = "已绑定微信"


async def roster_rows(session: AsyncSession, union_id: str, *, scope: Scope = EVERYTHING) -> Sequence[Sequence[object]]:
    """Everybody who is on the roster of the union or of one below it, headings first; nobody outside of the scope."""
    own = await session.scalar(select(Union).where(Union.id == union_id, unions_within(scope)))
    rows: list[Sequence[object]] = [[*map(own_name, FIELDS), BOUND]]
    if own is None:
        return rows
    bound = select(RosterBinding.entry_id).where(RosterBinding.ended_at.is_(None))
    query = (
        select(RosterEntry.person, Union.name, RosterEntry.id.in_(bound))
        .join(Union, Union.id == RosterEntry.union_id)
        .where(Union.path.startswith(own.path, autoescape=True), RosterEntry.left_at.is_(None))
        .order_by(Union.path, RosterEntry.id)
    )
    rows += [
        _row(Record.from_json(person), union, is_bound) for person, union, is_bound in await session.execute(query)
    ]
    return rows


def _row(record: Record, union: str, is_bound: bool) -> list[object]:
    known = vars(record) | {"union": union, "gender": GENDERS[record.gender]}
    return [*(known.get(field) for field in FIELDS), is_bound]
