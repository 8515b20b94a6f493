"""Rows of leaves and closed days."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from nicegui import ui

from base.clock import to_shanghai
from console.layout.frame import box
from console.words import WEEKDAYS, clock_time
from union.legal_aid.sitting import ClosureShown, LeaveShown


class LeaveRow:
    """Who, from when to when, who sits instead."""

    def __init__(self, one: LeaveShown, end: Callable[[LeaveShown], Awaitable[None]]) -> None:
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    ui.label(one.lawyer)
                    ui.label(f"{one.substitute}接替" if one.substitute else "没有接替").classes("chip grey")
                ui.label(f"{span(one)}，{one.by}登记").classes("hint")
            with box("buttons"):
                ui.button("撤销请假", on_click=lambda: end(one)).props("outline color=grey-8")

    def update(self, one: LeaveShown, now: datetime) -> None:
        """Nothing of a leave changes."""


class ClosureRow:
    """Which window, which day, why."""

    def __init__(self, one: ClosureShown, reopen: Callable[[ClosureShown], Awaitable[None]]) -> None:
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    ui.label(one.window)
                day = f"{one.day.month}月{one.day.day}日 星期{WEEKDAYS[one.day.weekday()]}"
                why = f"，{one.reason}" if one.reason else ""
                ui.label(f"{day}{why}，{one.by}登记").classes("hint")
            with box("buttons"):
                ui.button("恢复开放", on_click=lambda: reopen(one)).props("outline color=grey-8")

    def update(self, one: ClosureShown, now: datetime) -> None:
        """Nothing of a closed day changes."""


def span(one: LeaveShown) -> str:
    """11月19日, or 11月19日 到 11月25日."""
    first, last = moment(one.since), moment(one.until, is_end=True)
    return first if first == last else f"{first} 到 {last}"


def moment(at: datetime, *, is_end: bool = False) -> str:
    """11月20日; with the time where a leave does not begin or end with the day. The end counts in: its last day."""
    local = to_shanghai(at)
    if local.hour or local.minute:
        return f"{local.month}月{local.day}日 {clock_time(at)}"
    day = local - timedelta(days=1) if is_end else local
    return f"{day.month}月{day.day}日"
