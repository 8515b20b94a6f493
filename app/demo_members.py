"""Demo unions and a fictitious roster, from demo_members.yml, so that the binding can be tried."""

from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.members_files import UnionEntry, places_of
from base.encryption import Keyring
from union.roster.entering import Line, enter, prepare
from union.roster.models import BindingCode, PhoneChange, RosterBinding, RosterEntry, Union
from union.roster.record import Record, card_value
from union.roster.service import entry_of_card, issue_codes, put_unions
from union.roster.tree import remove_demo_unions
from union.staff.models import Staff

FILE = Path(__file__).with_name("demo_members.yml")
STAFF = "演示"
CODE_DAYS = 365
SHOWN = 3  # of the people who can be tried


class DemoPerson(BaseModel):
    """Somebody on a roster; `person`: by the names of Record."""

    model_config = ConfigDict(extra="forbid")

    union: str
    person: dict[str, Any]

    @property
    def record(self) -> Record:
        return Record(**self.person)


class DemoMembers(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid")

    unions: list[UnionEntry]
    alliances: list[tuple[str, str]]
    people: list[DemoPerson]
    codes: list[str]


def demo_members() -> DemoMembers:
    """The file, checked."""
    return DemoMembers.model_validate(YAML(typ="safe").load(FILE))


async def load(session: AsyncSession, keyring: Keyring, now: datetime) -> list[str]:
    """Add the unions and the people where they are missing; returns lines to print, with the codes, shown this once."""
    file = demo_members()
    places = places_of(file.unions)
    if await session.get(Union, places[-1].id) is not None:
        return []
    written = await put_unions(session, places, file.alliances, demo=True)
    assert isinstance(written, int), written
    lines = [Line(number, one.union, one.record) for number, one in enumerate(file.people, 1)]
    entered = await enter(session, prepare(keyring, lines), now=now)
    assert not entered.problems, entered.problems
    tried = "；".join(_tried(one.record) for one in file.people[:SHOWN])
    return [f"演示会员名册：{entered.added} 条，可以这样绑定：{tried}", *await _codes(session, keyring, file, now)]


async def remove(session: AsyncSession, keyring: Keyring) -> None:
    """The people of the file with all that hangs on them, and the demo unions nobody else is at."""
    cards = [index for one in demo_members().people for index in keyring.blind_indexes(card_value(one.record.card))]
    entries = select(RosterEntry.id).where(RosterEntry.card_index.in_(cards))
    for table in (BindingCode, PhoneChange, RosterBinding):
        here: ColumnElement[bool] = table.entry_id.in_(entries)
        await session.execute(delete(table).where(here), execution_options={"synchronize_session": False})
    await session.execute(delete(RosterEntry).where(RosterEntry.card_index.in_(cards)))
    staffed = select(Staff.union_id).where(Staff.union_id.is_not(None), ~Staff.demo)
    await remove_demo_unions(session, [one for one in await session.scalars(staffed) if one is not None])


async def _codes(session: AsyncSession, keyring: Keyring, file: DemoMembers, now: datetime) -> list[str]:
    found = [await entry_of_card(session, keyring, card) for card in file.codes]
    ids = [entry.id for entry in found if entry]
    issued = await issue_codes(session, keyring, ids, staff=STAFF, days=CODE_DAYS, now=now)
    return [f"演示绑定码：{one.printed}（{one.name}，只显示这一次，只能用一次）" for one in issued]


def _tried(record: Record) -> str:
    return f"{record.name} {record.phone} 卡号 {record.card}（或后四位 {record.id_last4}）"
