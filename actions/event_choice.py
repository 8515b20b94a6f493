"""Finding the events and sessions that a member means."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from actions.event_filter import EventFilter
from actions.event_showing import GROUP, month_and_day
from actions.offers import offered, picked
from actions.turn import Turn
from base.clock import to_shanghai
from union.events import service as events
from union.events.meeting import Meeting

_SUFFIX = re.compile(r"（[^（）]*）$")
_BETWEEN_NAMES = re.compile(r"[“”《》·（），\s]+")
_SHORTEST_NAME = 5  # of a part of a title by which members call it


async def find_events(turn: Turn, wanted: EventFilter) -> list[Meeting]:
    """Upcoming sessions that fit, soonest first."""
    since, until = wanted.span or (None, None)
    async with turn.services.database.read() as session:
        found = await events.list_events(
            session,
            turn.now,
            kind=wanted.kind or None,
            city=wanted.city or None,
            district=wanted.district or None,
            since=since,
            until=until,
            event_id=wanted.event_id or None,
        )
    return list(found)


async def wish_of(turn: Turn, before: EventFilter = EventFilter()) -> EventFilter:  # noqa: B008  # frozen
    """What the message says of the events wanted, over what was said before."""
    wanted = before.narrowed(EventFilter.of(turn))
    later = wanted.week_later(turn.text)
    if later is not None and not await find_events(turn, wanted) and await find_events(turn, later):
        return later
    return wanted


async def sessions_meant(turn: Turn, wanted: EventFilter, current: Meeting | None = None) -> list[Meeting]:
    """The sessions the message may mean: named by title, picked by number, or those that fit what it says.

    `current`: the session chosen before; "换成周四那场" means another of its event, if there is one.
    """
    upcoming = await find_events(turn, EventFilter())
    if named := _named(turn, upcoming):  # before numbers: titles hold some ("第二批")
        return _narrowed(turn, named, wanted)
    number = picked(turn, offered(turn, "events"))
    if number is not None:
        return [one for one in upcoming if one.id == number or f"{GROUP}{one.event_id}" == number]
    event_id = current.event_id if current else wanted.event_id
    siblings = [one for one in upcoming if event_id and one.event_id == event_id and one != current]
    if told_apart := _told_apart(turn, siblings, wanted):
        return told_apart
    if EventFilter.of(turn).is_empty:
        return []
    return _narrowed(turn, await find_events(turn, wanted), wanted)


def _named(turn: Turn, among: Sequence[Meeting]) -> list[Meeting]:
    """The sessions of the event whose title, or a whole part of it, stands in the message; the longest counts."""
    by_length: dict[int, list[Meeting]] = {}
    for one in among:
        name = max((name for name in _names(one.event_title) if name in turn.text), key=len, default="")
        if name:
            by_length.setdefault(len(name), []).append(one)
    return by_length[max(by_length)] if by_length else []


def _names(title: str) -> list[str]:
    """“遇见”单身职工相亲会（演示） is also called 单身职工相亲会."""
    parts = [part for part in _BETWEEN_NAMES.split(_SUFFIX.sub("", title)) if len(part) >= _SHORTEST_NAME]
    return [title, _SUFFIX.sub("", title), *parts]


def _narrowed(turn: Turn, sessions: list[Meeting], wanted: EventFilter) -> list[Meeting]:
    """Those of the sessions that the message tells apart by title, day and hour; all where none fits it."""
    for test in _tests(turn, sessions, wanted):
        sessions = [one for one in sessions if test(one)] or sessions
    return sessions


def _told_apart(turn: Turn, siblings: list[Meeting], wanted: EventFilter) -> list[Meeting]:
    """Those that fit everything the message says of title, day and hour; none where it says nothing that fits."""
    tests = _tests(turn, siblings, wanted)
    fit = [one for one in siblings if any(test(one) for test in tests)]
    by_day, by_hour = (turn.entity(kind) is not None for kind in ("date", "time"))
    if by_day:
        fit = [one for one in fit if tests[1](one) or tests[2](one)]
    if by_hour:
        fit = [one for one in fit if tests[3](one) or tests[4](one)]
    return fit


def _tests(turn: Turn, sessions: list[Meeting], wanted: EventFilter) -> list[Callable[[Meeting], bool]]:
    """By title, by the day as a tap sends it, by the day named, by the hour it begins, by an hour it lasts over."""
    days, clock = EventFilter(dates=turn.entity("date") or "").span, turn.entity("time")
    if days and wanted.span and not any(days[0] <= one.starts_at < days[1] for one in sessions):
        days = wanted.span  # 周三, understood as the next one
    return [
        lambda one: bool(one.session_title) and one.session_title in turn.text,
        lambda one: month_and_day(one) in turn.text,
        lambda one: days is not None and days[0] <= one.starts_at < days[1],
        lambda one: clock is not None and f"T{to_shanghai(one.starts_at):%H:%M}" == clock,
        lambda one: clock is not None and one.starts_at <= _at(one, clock) < one.ends_at,
    ]


def _at(session: Meeting, clock: str) -> datetime:
    hour, minute = int(clock[1:3]), int(clock[4:6] or 0)
    return to_shanghai(session.starts_at).replace(hour=hour % 24, minute=minute)
