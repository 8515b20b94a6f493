"""Which events a member wants to see: by kind, area, date, or the sessions of one event; a page at a time."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from actions.turn import Turn
from base.clock import SHANGHAI, to_shanghai
from union.wording import day

Browsing = Literal["more", "earlier", "later"]

_ASKS = r"(?:有没有|还有没有|有|还有|要|想要|看看|看|给我看看?|帮我)?"
_END = r"(?:的|点的|一点的|一些的|些的)?(?:活动|场次|场|批次|日期|时间)?(?:吗|么|呢|没有?|嘛|吧)?"
_BROWSING: tuple[tuple[Browsing, re.Pattern[str]], ...] = (
    ("earlier", re.compile(rf"{_ASKS}(?:再|更)?(?:早(?:一?点|一?些)?|前面|上一页){_END}")),
    ("later", re.compile(rf"{_ASKS}(?:再|更)?(?:晚(?:一?点|一?些)?|后面){_END}")),
    (
        "more",
        re.compile(
            rf"(?:那|请问)?(?:{_ASKS}(?:别|其他|其它|另外|更多){_END}|还有(?:吗|么|呢|没有?|哪些|什么)|"
            r"(?:再)?换(?:一)?(?:批|页|换|个|些|组)(?:看看|吧)?|下一页|更多|再来(?:一些|几个|一批)|都?不(?:喜欢|合适|想去))"
        ),
    ),
)
_FAR = timedelta(days=120)
_WEEKDAY = re.compile(r"(?<![下这本上个])(?:周|星期|礼拜)[一二三四五六日天]")


def browsing(text: str) -> Browsing | None:
    """The message is nothing but a wish to leaf through what was just shown: 还有吗, 换一个, 更早的."""
    plain = re.sub(r"[\s，,。.！!？?~～]+", "", text)
    return next((way for way, pattern in _BROWSING if pattern.fullmatch(plain)), None) if len(plain) <= 12 else None


@dataclass(frozen=True)
class EventFilter:
    """What a message says of the event it wants; empty where it says nothing. `page` counts from 0."""

    kind: str = ""
    city: str = ""
    district: str = ""
    dates: str = ""  # ISO date, or two with a slash between
    event_id: str = ""
    page: int = 0

    @classmethod
    def of(cls, turn: Turn) -> "EventFilter":
        return cls(
            turn.entity("event_kind") or "",
            turn.entity("city") or "",
            turn.entity("district") or "",
            turn.entity("date") or "",
        )

    @classmethod
    def from_slot(cls, stored: dict[str, Any] | None) -> "EventFilter":
        return cls(**stored) if stored else cls()

    def as_slot(self) -> dict[str, Any]:
        return dict(vars(self))

    def narrowed(self, other: "EventFilter") -> "EventFilter":
        """The same filter, with whatever the other one says instead; another kind or area leaves the one event."""
        leaves = other.kind or other.city or other.district
        return EventFilter(
            other.kind or self.kind,
            other.city or self.city,
            other.district or self.district,
            other.dates or self.dates,
            other.event_id or ("" if leaves else self.event_id),
        )

    def leafed(self, way: Browsing, now: datetime) -> "EventFilter":
        """One page on or back (below 0 where there is none); or the days around those asked for, where days were."""
        if way == "more" or self.span is None:
            return replace(self, page=self.page + (-1 if way == "earlier" else 1))
        first, last = self.span
        if way == "later":
            start, end = last, last + _FAR
        else:
            start, end = now, max(first - timedelta(days=1), now)
        dates = "/".join(to_shanghai(moment).date().isoformat() for moment in (start, end))
        return replace(self, dates=dates, page=0)

    def week_later(self, text: str) -> "EventFilter | None":
        """“周三” alone may also mean the next one, where nothing takes place on this."""
        if not (self.dates and "/" not in self.dates and _WEEKDAY.search(text)):
            return None
        return replace(self, dates=(date.fromisoformat(self.dates) + timedelta(days=7)).isoformat())

    @property
    def is_empty(self) -> bool:
        return replace(self, page=0) == EventFilter()

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
