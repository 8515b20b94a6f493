"""Finding the event a member means, and showing events as lines and choices."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from actions.event_filter import EventFilter
from actions.offers import offered, picked
from actions.turn import Turn
from base.clock import to_shanghai
from union.conversations.reply import Choice
from union.events import service as events
from union.events.describe import how_to_get_in, state_of, who_may
from union.events.meeting import Meeting
from union.wording import day, day_and_time

MOST_SHOWN = 5  # what fits into one message of 2,048 bytes, and on a small phone
MOST_DATES = 3
GROUP = "event:"  # before the id of an event in a list of what was offered, where the rest are sessions
_SUFFIX = re.compile(r"（[^（）]*）$")
_BETWEEN_NAMES = re.compile(r"[“”《》·（），\s]+")
_SHORTEST_NAME = 5  # of a part of a title by which members call it


@dataclass(frozen=True)
class Shown:
    """An event with those of its sessions that fit, soonest first."""

    sessions: tuple[Meeting, ...]

    @property
    def key(self) -> str:
        return self.sessions[0].id if len(self.sessions) == 1 else f"{GROUP}{self.sessions[0].event_id}"


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


def grouped(sessions: Sequence[Meeting]) -> list[Shown]:
    """One entry an event, in the order of the first session of each."""
    in_order: dict[str, list[Meeting]] = {}
    for one in sessions:
        in_order.setdefault(one.event_id, []).append(one)
    return [Shown(tuple(group)) for group in in_order.values()]


def page_of(turn: Turn, shown: Sequence[Shown], wanted: EventFilter) -> tuple[Sequence[Shown], EventFilter]:
    """The page asked for; past the end it says so and begins again. Also the filter as it stands now."""
    if wanted.page < 0:
        turn.say("utter_no_earlier_events")
        wanted = replace(wanted, page=0)
    first = wanted.page * MOST_SHOWN
    if wanted.page and first >= len(shown):
        turn.say("utter_no_more_events")
        return shown[:MOST_SHOWN], replace(wanted, page=0)
    return shown[first : first + MOST_SHOWN], wanted


def event_choices(shown: Sequence[Shown], now: datetime) -> list[Choice]:
    """A line an event, with its days and the places left; a tap signs up for it, or asks which session."""
    return [
        session_choice(one.sessions[0], now)
        if len(one.sessions) == 1
        else Choice(label=_group_label(one, now), send=f"报名 {one.sessions[0].event_title}")
        for one in shown
    ]


def session_choice(session: Meeting, now: datetime) -> Choice:
    label = f"{day_and_time(session.starts_at)} {session.title}，{state_of(session, now)}"
    return Choice(label=label, send=f"报名 {spoken(session)}")


def time_choice(session: Meeting, now: datetime) -> Choice:
    """A session of an event that was named already: its time alone."""
    return Choice(label=f"{session.when}，{state_of(session, now)}", send=f"报名 {spoken(session)}")


def waiting_choice(session: Meeting) -> Choice:
    return Choice(label=f"排候补：{session.title}", send=f"报名候补 {spoken(session)}")


def spoken(session: Meeting) -> str:
    """What names the session among those of a series: 11月21日 14:00 周六乒乓球场地（演示）"""
    return f"{_month_and_day(session)} {_hour(session)} {session.event_title}"


def details(shown: Shown, now: datetime) -> dict[str, Any]:
    """Variables of the response that shows one event."""
    first, states = shown.sessions[0], list(dict.fromkeys(state_of(one, now) for one in shown.sessions))
    return {
        "title": first.title if len(shown.sessions) == 1 else first.event_title,
        "when": first.when if len(shown.sessions) == 1 else _dates(shown.sessions),
        "place": f"{first.city}{first.district}，{first.place}",
        "who": who_may(first),
        "how": how_to_get_in(first),
        "until": day_and_time(max(one.sign_up_closes for one in shown.sessions)),
        "state": states[0] if len(states) == 1 else _sum_of(shown, now),
        "description": first.description,
    }


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
        lambda one: _month_and_day(one) in turn.text,
        lambda one: days is not None and days[0] <= one.starts_at < days[1],
        lambda one: clock is not None and f"T{to_shanghai(one.starts_at):%H:%M}" == clock,
        lambda one: clock is not None and one.starts_at <= _at(one, clock) < one.ends_at,
    ]


def _at(session: Meeting, clock: str) -> datetime:
    hour, minute = int(clock[1:3]), int(clock[4:6] or 0)
    return to_shanghai(session.starts_at).replace(hour=hour % 24, minute=minute)


def _group_label(shown: Shown, now: datetime) -> str:
    return f"{_dates(shown.sessions)} {shown.sessions[0].event_title}，{_sum_of(shown, now)}"


def _dates(sessions: Sequence[Meeting]) -> str:
    """11月21日（周六）14:00、15:00；12月2日（周三）13:30 等4场"""
    days = []
    for written, on_day in groupby(sessions[:MOST_DATES], key=lambda one: day(one.starts_at)):
        days.append(written + "、".join(_hour(one) for one in on_day))
    rest = f" 等{len(sessions)}场" if len(sessions) > MOST_DATES else ""
    return "；".join(days) + rest


def _sum_of(shown: Shown, now: datetime) -> str:
    open_now = [one for one in shown.sessions if state_of(one, now).startswith("余")]
    return f"共余 {sum(one.left for one in open_now)} 名" if open_now else state_of(shown.sessions[0], now)


def _month_and_day(session: Meeting) -> str:
    local = to_shanghai(session.starts_at)
    return f"{local.month}月{local.day}日"


def _hour(session: Meeting) -> str:
    return f"{to_shanghai(session.starts_at):%H:%M}"
