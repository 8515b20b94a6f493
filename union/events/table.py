"""Events from a spreadsheet that clerks fill in: a row a session, the sessions of one event by its title."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from union.events.desk import create
from union.events.entering.event_form import WAYS, first_answers, read_event_answers
from union.events.entering.reader import ON, Areas, Wrong
from union.events.entering.session_form import read_session_answers
from union.events.managing import holds
from union.events.models import Event
from union.events.refusal import Refused
from union.events.table_columns import COLUMNS, SAMPLE
from union.staff.scope import Scope

_YES = ("是", "有", "y", "yes", "1")
_NO = ("否", "无", "n", "no", "0", "")
_SWITCHES = ("way", "members_only", "single_only")
_TITLES = {name: heading.partition("（")[0].rstrip("*") for heading, name in COLUMNS.items()}
MOST = 500  # rows

Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class BadLine:
    """What is wrong with a row: its number as the spreadsheet shows it, the column, and why."""

    number: int
    column: str
    words: str


@dataclass(frozen=True)
class Read:
    """Events as `create` takes them, without ids, each with its sessions."""

    events: tuple[tuple[dict[str, Any], tuple[dict[str, Any], ...]], ...]

    @property
    def sessions(self) -> int:
        return sum(len(sessions) for _, sessions in self.events)


@dataclass(frozen=True)
class Imported:
    """So many drafts were written."""

    events: int


def read_rows(rows: Iterable[Row], areas: Areas, now: datetime) -> Read | list[BadLine]:
    """All rows, or all that is wrong with them."""
    listed = [row for row in rows if not _title(row).startswith(SAMPLE)]
    if not listed:
        return [BadLine(2, "", "表里还没有活动，请从示例下面一行开始填。")]
    if len(listed) > MOST:
        return [BadLine(MOST + 2, "", f"一次最多 {MOST} 行，请分成几个文件。")]
    bad: list[BadLine] = []
    events = []
    by_title = {title: n for n, title in enumerate(dict.fromkeys(_title(row) for row in listed))}
    for _, group in groupby(sorted(listed, key=lambda row: by_title[_title(row)]), key=_title):
        event, sessions = _event(list(group), areas, now, bad)
        events.append((event, tuple(sessions)))
    return sorted(bad, key=lambda one: one.number) if bad else Read(tuple(events))


async def import_events(
    session: AsyncSession, scope: Scope, read: Read, *, key: str, holder: str
) -> Imported | Wrong | Refused:
    """Write all of them as drafts. `holder`: the union whose staff see to them; the same key writes once."""
    if not await holds(session, scope, holder):
        return Wrong({"holder": "请选一个您能管理的工会。"})
    if await session.get(Event, f"t-{key[:16].lower()}-1") is not None:
        return Imported(len(read.events))
    for number, (fields, sessions) in enumerate(read.events, 1):
        event_id = f"t-{key[:16].lower()}-{number}"
        numbered = [one | {"id": f"{event_id}-{n}"} for n, one in enumerate(sessions, 1)]
        outcome = await create(session, fields | {"id": event_id, "sessions": numbered})
        if isinstance(outcome, Refused):
            return outcome
        outcome.event.union_id = holder or None
    await session.flush()
    return Imported(len(read.events))


def _title(row: Row) -> str:
    return row[1].get("活动名称*", "").strip()


def _event(
    rows: Sequence[Row], areas: Areas, now: datetime, bad: list[BadLine]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The event is what its first row says of it."""
    first, cells = rows[0]
    fields = read_event_answers(first_answers(now) | _answers(first, cells, bad), areas)
    closes = None
    if isinstance(fields, Wrong):
        bad.extend(_bad(first, fields))
    else:
        closes = fields["sign_up_closes"]
    sessions = []
    for number, one in rows:
        answers = _answers(number, one, bad if number != first else [])
        read = read_session_answers(answers, areas, now=now, closes=closes)
        if isinstance(read, Wrong):
            bad.extend(_bad(number, read))
        else:
            sessions.append(read)
    return ({} if isinstance(fields, Wrong) else fields), sessions


def _answers(number: int, cells: dict[str, str], bad: list[BadLine]) -> dict[str, str]:
    found = {name: cells.get(heading, "") for heading, name in COLUMNS.items()}
    for name in _SWITCHES:
        said = found[name].strip().lower()
        if said not in (*_YES, *_NO):
            bad.append(BadLine(number, _TITLES[name], "请填“是”或“否”。"))
        found[name] = ON if said in _YES else ""
    found["way"] = list(WAYS)[bool(found["way"])]
    return found


def _bad(number: int, wrong: Wrong) -> list[BadLine]:
    return [BadLine(number, _TITLES.get(name, ""), words) for name, words in wrong.fields.items()]
