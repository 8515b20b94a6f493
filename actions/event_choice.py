"""Finding the event a member means, and showing events as lines and choices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from actions.turn import Turn
from base.clock import SHANGHAI, to_shanghai
from union.conversations.reply import Choice
from union.events import service as events
from union.events.meeting import Meeting
from union.events.rules import may_sign_up
from union.wording import day, day_and_time

MOST_SHOWN = 5  # what fits into one message of 2,048 bytes, and on a small phone


@dataclass(frozen=True)
class EventFilter:
    """What a message says of the event it wants; empty strings where it says nothing."""

    kind: str = ""
    city: str = ""
    district: str = ""
    dates: str = ""  # ISO date, or two with a slash between

    @classmethod
    def of(cls, turn: Turn) -> "EventFilter":
        return cls(
            turn.entity("event_kind") or "",
            turn.entity("city") or "",
            turn.entity("district") or "",
            turn.entity("date") or "",
        )

    @classmethod
    def from_slot(cls, stored: dict[str, str] | None) -> "EventFilter":
        return cls(**stored) if stored else cls()

    def as_slot(self) -> dict[str, str]:
        return {"kind": self.kind, "city": self.city, "district": self.district, "dates": self.dates}

    def narrowed(self, other: "EventFilter") -> "EventFilter":
        """The same filter, with whatever the other one says instead."""
        return EventFilter(
            other.kind or self.kind, other.city or self.city, other.district or self.district, other.dates or self.dates
        )

    @property
    def is_empty(self) -> bool:
        return self == EventFilter()

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From the first day's start to the last day's end, in Shanghai."""
        if not self.dates:
            return None
        first, _, last = self.dates.partition("/")
        start = datetime.combine(date.fromisoformat(first), time(), SHANGHAI)
        end = datetime.combine(date.fromisoformat(last or first), time(), SHANGHAI) + timedelta(days=1)
        return start, end

    def in_words(self) -> str:
        """How the request was understood, to stand before 活动: 杭州市上城区11月25日（周三）的相亲"""
        when = ""
        if span := self.span:
            first, last = day(span[0]), day(span[1] - timedelta(days=1))
            when = first if first == last else f"{first}到{last}"
        said = f"{self.city}{self.district}{when}"
        return f"{said}的{self.kind}" if said and self.kind else (said and f"{said}的") or self.kind


async def find_events(turn: Turn, wanted: EventFilter) -> list[Meeting]:
    """Upcoming events that fit, soonest first."""
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
        )
    return list(found)


def named_event(turn: Turn, among: Sequence[Meeting]) -> Meeting | None:
    """The session whose title stands in the message: the longest title, and of a series the day and hour named."""
    named = [event for event in among if event.title in turn.text]
    longest = max((len(event.title) for event in named), default=0)
    series = [event for event in named if len(event.title) == longest]
    on_day = [event for event in series if _month_and_day(event) in turn.text]
    at_hour = [event for event in on_day if _hour(event) in turn.text]
    if on_day:
        return (at_hour or on_day)[0]
    return series[0] if len(series) == 1 else None


def event_choices(shown: Sequence[Meeting], now: datetime) -> list[Choice]:
    """A line each, with its day and the places left; a tap signs up for it."""
    return [
        Choice(
            label=f"{day_and_time(event.starts_at)} {event.title}，{_state(event, now)}",
            send=f"报名 {_month_and_day(event)} {_hour(event)} {event.title}",  # tells the sessions of a series apart
        )
        for event in shown
    ]


def details(event: Meeting, now: datetime) -> dict[str, Any]:
    """Variables of the response that shows one event."""
    return {
        "title": event.title,
        "when": event.when,
        "place": event.place,
        "state": _state(event, now),
        "description": event.description,
    }


def _month_and_day(event: Meeting) -> str:
    local = to_shanghai(event.starts_at)
    return f"{local.month}月{local.day}日"


def _hour(event: Meeting) -> str:
    return f"{to_shanghai(event.starts_at):%H:%M}"


def _state(event: Meeting, now: datetime) -> str:
    refused = may_sign_up(event, now, 1)
    if refused is None:
        return f"余 {event.left} 名"
    return {"full": "已满", "not_open": f"{refused.detail} 开放报名", "closed": "报名已截止"}.get(
        refused.reason, "不可报名"
    )
