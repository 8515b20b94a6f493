"""Entering people into rosters, many at a time: new cards are added, known ones updated, the rest refused and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Sealed
from base.encryption import Keyring
from union.ids import new_id
from union.roster.models import RosterEntry
from union.roster.record import Record, card_value, indexes, phone_value

CARD, PHONE = "会员卡号", "手机号"
_TABLE = cast(Table, RosterEntry.__table__)
_COLUMNS = (
    "union_id",
    "person",
    "card_index",
    "phone_index",
    "card_proof",
    "id_proof",
    "digest",
    "updated_at",
    "left_at",
)
_UPDATE = update(_TABLE).where(_TABLE.c.id == bindparam("entry")).values({name: bindparam(name) for name in _COLUMNS})


@dataclass(frozen=True)
class Line:
    """A line of a file that reads well: one person at one union."""

    number: int
    union_id: str
    record: Record


@dataclass(frozen=True)
class Problem:
    """Why a line, or a column of it, was not taken. Holds nothing of the person."""

    line: int
    column: str
    why: str


@dataclass
class Entered:
    """How many people were added, changed (those who had left and are back too), or are as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Prepared:
    """A line with its indexes and its ciphertext: made before the transaction, so that no lock waits for it."""

    line: Line
    cards: tuple[str, ...]
    phones: tuple[str, ...]
    values: dict[str, Any]


def prepare(keyring: Keyring, lines: Sequence[Line]) -> list[Prepared]:
    """What `enter` needs of the lines."""
    return [
        Prepared(
            line,
            tuple(keyring.blind_indexes(card_value(line.record.card))),
            tuple(keyring.blind_indexes(phone_value(line.record.phone))) if line.record.phone else (),
            indexes(line.record, line.union_id, keyring)
            | {"union_id": line.union_id, "person": Sealed(line.record.as_json(), keyring), "left_at": None},
        )
        for line in lines
    ]


async def enter(
    session: AsyncSession,
    lines: Sequence[Prepared],
    *,
    now: datetime,
    scope: frozenset[str] | None = None,
    only_look: bool = False,
) -> Entered:
    """Add or update the entries of these lines, which hold no card twice; in the caller's transaction.

    `scope`: ids of the unions whose entries may be changed (a card at another union is refused); None: all.
    `only_look`: write nothing, tell what would be done. At most some thousands of lines.
    """
    entered = Entered()
    known = await _known(session, [card for one in lines for card in one.cards])
    others = await _phones(session, [phone for one in lines for phone in one.phones])
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for one in lines:
        before = next((known[card] for card in one.cards if card in known), None)
        if (problem := _refused(one, before, others, scope)) is not None:
            entered.problems.append(problem)
        elif before is None:
            new.append(one.values | {"id": new_id(), "updated_at": now})
        elif before["digest"] != one.values["digest"] or before["left_at"] is not None:
            changed.append(one.values | {"entry": before["id"], "updated_at": now})
        else:
            entered.unchanged += 1
    entered.added, entered.changed = len(new), len(changed)
    if new and not only_look:
        await session.execute(insert(_TABLE), new)
    if changed and not only_look:
        await (await session.connection()).execute(_UPDATE, changed)
    return entered


def _refused(
    one: Prepared,
    before: Mapping[str, Any] | None,
    others: Mapping[str, list[Mapping[str, Any]]],
    scope: frozenset[str] | None,
) -> Problem | None:
    line = one.line
    if before is not None and scope is not None and before["union_id"] not in scope:
        return Problem(line.number, CARD, "这个卡号登记在别的工会，不在这次导入的范围内")
    for phone in one.phones:
        for other in others.get(phone, ()):
            if other["card_index"] in one.cards or _is_same_person(line, other):
                continue
            return Problem(line.number, PHONE, "这个手机号在名册里登记在另一个卡号下")
    return None


def _is_same_person(line: Line, other: Mapping[str, Any]) -> bool:
    """One person on the rosters of two unions."""
    return other["union_id"] != line.union_id and Record.from_json(other["person"]).name == line.record.name


async def _known(session: AsyncSession, cards: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    columns = (_TABLE.c.id, _TABLE.c.union_id, _TABLE.c.card_index, _TABLE.c.digest, _TABLE.c.left_at)
    found = await session.execute(select(*columns).where(_TABLE.c.card_index.in_(cards)))
    return {row["card_index"]: dict(row) for row in found.mappings()}


async def _phones(session: AsyncSession, phones: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
    """Entries of people who have not left, by their phone's index; ciphertext is opened only where it is looked at."""
    columns = (_TABLE.c.union_id, _TABLE.c.card_index, _TABLE.c.phone_index, _TABLE.c.person)
    there = select(*columns).where(_TABLE.c.phone_index.in_(phones), _TABLE.c.left_at.is_(None))
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in (await session.execute(there)).mappings():
        found.setdefault(row["phone_index"], []).append(dict(row))
    return found
