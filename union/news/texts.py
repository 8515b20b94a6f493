"""What subscribers are sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from union.wording import day, day_and_time

MOST = 5  # events in a notice; the rest is counted


class Told(Protocol):
    """An event as the notice tells of it."""

    @property
    def title(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def district(self) -> str: ...
    @property
    def sign_up_opens(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime: ...


def when(starts_at: datetime) -> str:
    return day_and_time(starts_at)


def news(events: Sequence[Told], now: datetime) -> str:
    """One notice for all of them."""
    lines = [_line(number, event, now) for number, event in enumerate(events[:MOST], 1)]
    if more := len(events) - MOST:
        lines += [f"……还有 {more} 个"] if more > 0 else []
    return "\n".join(
        ["【新活动】您订阅的活动有新的了：", *lines, "想看详情或报名，直接告诉我活动名称。不想再收，回复“退订”。"]
    )


def _line(number: int, event: Told, now: datetime) -> str:
    opens = f"，{day_and_time(event.sign_up_opens)}开始报名" if event.sign_up_opens > now else ""
    return f"{number}. {event.title}（{event.city}{event.district}，{day(event.starts_at)}{opens}）"
