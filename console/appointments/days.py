"""Choosing a day: the one before, the one after, today, or any."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from nicegui import ui

from base.clock import Clock, to_shanghai
from console.layout.frame import box


class DayChoice:
    """A date field between two arrows; without a valid date it is today."""

    def __init__(self, clock: Clock, refresh: Callable[[], Awaitable[None]]) -> None:
        self.clock = clock
        with box("days") as self.root:
            ui.button(icon="chevron_left", on_click=lambda: self.move(-1)).props('outline aria-label="前一天"')
            self.field = ui.input("日期", value=self.today.isoformat(), on_change=refresh)
            self.field.props('type="date" outlined dense')
            ui.button(icon="chevron_right", on_click=lambda: self.move(1)).props('outline aria-label="后一天"')
            ui.button("今天", on_click=self.to_today).props("flat")

    @property
    def today(self) -> date:
        return to_shanghai(self.clock.now()).date()

    @property
    def day(self) -> date:
        return read_day(self.field.value) or self.today

    def move(self, days: int) -> None:
        self.field.value = (self.day + timedelta(days=days)).isoformat()

    def to_today(self) -> None:
        self.field.value = self.today.isoformat()


def read_day(text: str | None) -> date | None:
    """A date field's value; None when it is empty, half typed or far off."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
