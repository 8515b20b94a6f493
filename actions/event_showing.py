"""Events as lines and choices: each once, with the sessions that fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from actions.event_filter import EventFilter
from actions.turn import Turn
from base.clock import to_shanghai
from union.conversations.reply import Choice
from union.events.describe import how_to_get_in, state_of, who_may
from union.events.meeting import Meeting
from union.wording import day, day_and_time

MOST_SHOWN = 5  # what fits into one message of 2,048 bytes, and on a small phone
MOST_DATES = 3
GROUP = "event:"  # before the id of an event in a list of what was offered, where the rest are sessions


@dataclass(frozen=True)
class Shown:
    """An event with those of its sessions that fit, soonest first."""

    sessions: tuple[Meeting, ...]

    @property
    def key(self) -> str:
        return self.sessions[0].id if len(self.sessions) == 1 else f"{GROUP}{self.sessions[0].event_id}"


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
    return f"{month_and_day(session)} {hour_of(session)} {session.event_title}"


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


def _group_label(shown: Shown, now: datetime) -> str:
    return f"{_dates(shown.sessions)} {shown.sessions[0].event_title}，{_sum_of(shown, now)}"


def _dates(sessions: Sequence[Meeting]) -> str:
    """11月21日（周六）14:00、15:00；12月2日（周三）13:30 等4场"""
    days = []
    for written, on_day in groupby(sessions[:MOST_DATES], key=lambda one: day(one.starts_at)):
        days.append(written + "、".join(hour_of(one) for one in on_day))
    rest = f" 等{len(sessions)}场" if len(sessions) > MOST_DATES else ""
    return "；".join(days) + rest


def _sum_of(shown: Shown, now: datetime) -> str:
    open_now = [one for one in shown.sessions if state_of(one, now).startswith("余")]
    return f"共余 {sum(one.left for one in open_now)} 名" if open_now else state_of(shown.sessions[0], now)


def month_and_day(session: Meeting) -> str:
    local = to_shanghai(session.starts_at)
    return f"{local.month}月{local.day}日"


def hour_of(session: Meeting) -> str:
    return f"{to_shanghai(session.starts_at):%H:%M}"
