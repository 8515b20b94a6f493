"""A window's week: seven columns on a desk, one day after the other on a phone."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from nicegui import ui

from base.clock import Clock
from console.appointments.days import DayChoice
from console.appointments.words import STATUS
from console.layout.frame import box, toggle
from console.words import WEEKDAYS, clock_time
from union.legal_aid.week import Cell, DayShown

STATES = {"free": "空", "held": "保留中", "leave": "请假", "closed": "关闭", "past": "没有人约"}
NOTHING = "没有排班"


class WeekView:
    """The chosen day's week, from Monday on. `on_free`: what a free slot does when it is pressed; None: nothing."""

    def __init__(
        self, clock: Clock, refresh: Callable[[], Awaitable[None]], on_free: Callable[[Cell], None] | None = None
    ) -> None:
        self.on_free = on_free
        self.shown: tuple[object, ...] = ()
        with box("days"):
            self.choice = DayChoice(clock, refresh)
            ui.button("上一周", on_click=lambda: self.choice.move(-7)).props("outline")
            ui.button("下一周", on_click=lambda: self.choice.move(7)).props("outline")
        self.root = box("week")

    @property
    def first(self) -> date:
        """Monday."""
        return self.choice.day - timedelta(days=self.choice.day.weekday())

    def show(self, days: list[DayShown], now: datetime) -> None:
        """Built anew only where something changed, so that the focus stays."""
        shown = (tuple(days), self.choice.day, self.choice.today)
        if shown == self.shown:
            return
        self.shown = shown
        self.root.clear()
        with self.root:
            for day in days:
                self._day(day)

    def _day(self, one: DayShown) -> None:
        with box("week-day", tag="section") as column:
            toggle(column, "chosen", one.day == self.choice.day)
            toggle(column, "today", one.day == self.choice.today)
            with box(tag="h2"):
                ui.label(f"{one.day.month}月{one.day.day}日 周{WEEKDAYS[one.day.weekday()]}")
            if one.closed is not None:
                ui.label(f"关闭：{one.closed}" if one.closed else "关闭").classes("chip amber")
            elif one.holiday:
                ui.label("节假日").classes("chip grey")
            for cell in one.cells:
                self._cell(cell)
            if not one.cells:
                ui.label(NOTHING).classes("hint")

    def _cell(self, one: Cell) -> None:
        words = f"{clock_time(one.starts_at)} {one.lawyer}"
        if one.state == "booked":
            state = STATUS[one.status][0]
            with ui.link(target=f"/appointments/{one.code}").classes("cell booked", remove="nicegui-link"):
                ui.label(words)
                ui.label(f"{one.who}　{state}").classes("below")
        elif one.state == "free" and self.on_free is not None:
            press = self.on_free
            button = box("cell free", tag="button").props(f'type="button" aria-label="{words}，空，预约"')
            button.on("click", lambda: press(one))
            with button:
                ui.label(words)
                ui.label("空，可预约").classes("below")
        else:
            with box(f"cell {one.state}"):
                ui.label(words)
                ui.label(STATES[one.state]).classes("below")
