"""Looking for suggestions, also answered ones: by topic, state, time and a word; and how many there are of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope, members_within
from union.voices.models import Suggestion
from union.voices.rules import topics
from union.wording import day_and_time

MOST = 200
MOST_READ = 5_000  # texts stand encrypted: a word is looked for in the newest of what else fits
STATES = {"open": "未答复", "forwarded": "已转交", "answered": "已答复", "closed": "已办结"}
HEAD = ("编号", "主题", "紧急", "状态", "提交", "转给", "处理", "处理人", "内容", "答复")


@dataclass(frozen=True)
class Wanted:
    """Which; empty means any. `since` and `until`: when it was sent, the end not included."""

    topic: str = ""
    state: str = ""
    word: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Found:
    """One in the list; `who`: masked, empty where no name was given."""

    number: str
    topic: str
    state: str
    urgent: bool
    text: str
    who: str
    created_at: datetime


@dataclass(frozen=True)
class TopicNumbers:
    """Of one topic: how many came, how many of these wait for an answer, were answered, or closed without one."""

    topic: str
    all: int
    waiting: int
    answered: int
    closed: int


async def find(session: AsyncSession, wanted: Wanted, *, most: int = MOST, scope: Scope = EVERYTHING) -> list[Found]:
    """Those within, the newest first; a word is looked for in the text, the answer and the number."""
    return [_found(one) for one in (await _read(session, wanted, scope))[:most]]


async def numbers(session: AsyncSession, wanted: Wanted, *, scope: Scope = EVERYTHING) -> list[TopicNumbers]:
    """By topic, in the order of the topics; the word is not asked for."""
    query = select(Suggestion.topic, Suggestion.state, func.count()).where(*_conditions(wanted, scope))
    counts: dict[str, dict[str, int]] = {}
    for topic, state, count in await session.execute(query.group_by(Suggestion.topic, Suggestion.state)):
        counts.setdefault(topic, {})[state] = count
    order = [topic for topic in topics() if topic in counts]
    order += sorted(topic for topic in counts if topic not in order)
    return [_numbers(topic, counts[topic]) for topic in order]


async def suggestions_table(session: AsyncSession, wanted: Wanted, *, scope: Scope = EVERYTHING) -> list[list[object]]:
    """Headings, and one line each, without name and phone."""
    return [list(HEAD), *(_line(one) for one in await _read(session, wanted, scope))]


async def _read(session: AsyncSession, wanted: Wanted, scope: Scope) -> Sequence[Suggestion]:
    query = select(Suggestion).where(*_conditions(wanted, scope))
    newest = query.order_by(Suggestion.created_at.desc(), Suggestion.id.desc()).limit(MOST_READ)
    found = list(await session.scalars(newest))
    word = wanted.word.strip().casefold()
    return [one for one in found if word in f"{one.text}\n{one.answer or ''}\n{one.number}".casefold()]


def _conditions(wanted: Wanted, scope: Scope) -> list[ColumnElement[bool]]:
    conditions = [members_within(scope, Suggestion.member_id)]
    if wanted.topic:
        conditions.append(Suggestion.topic == wanted.topic)
    if wanted.state:
        conditions.append(Suggestion.state == wanted.state)
    if wanted.since is not None:
        conditions.append(Suggestion.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Suggestion.created_at < wanted.until)
    return conditions


def _found(one: Suggestion) -> Found:
    who = masked_name(one.name, one.member_id) if one.name else ""
    return Found(one.number, one.topic, one.state, one.urgent, one.text, who, one.created_at)


def _numbers(topic: str, counts: dict[str, int]) -> TopicNumbers:
    waiting = counts.get("open", 0) + counts.get("forwarded", 0)
    return TopicNumbers(topic, sum(counts.values()), waiting, counts.get("answered", 0), counts.get("closed", 0))


def _line(one: Suggestion) -> list[object]:
    handled = day_and_time(one.handled_at) if one.handled_at else ""
    sent = day_and_time(one.created_at)
    start = [one.number, one.topic, one.urgent, STATES[one.state], sent, one.forwarded_to, handled, one.handled_by]
    return [*start, one.text, one.answer]
