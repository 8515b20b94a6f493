"""An entry's history on its page: who changed what when, and the way back to an earlier state."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from nicegui import ui

from console.knowledge.words import STEPS
from console.layout.frame import box
from console.words import clock_time, day
from knowledge.editing.history import Change, Past


def show_past(past: Sequence[Past], now: datetime, go_back: Callable[[Past], Awaitable[None]] | None) -> None:
    """The newest first. `go_back`: None where nothing may be changed."""
    for one in past:
        with box("row-work past"):
            with box("text"):
                with box("name"):
                    ui.label(STEPS[one.step]).classes("chip grey")
                    who = one.staff or "系统"
                    ui.label(f"{who}　{day(one.at, now)} {clock_time(one.at)}").classes("hint")
                show_changes(one.changes)
            if one.may_return and go_back is not None:
                ui.button("恢复成这一版", on_click=lambda _, one=one: go_back(one)).props("flat dense")


def show_changes(changes: Sequence[Change]) -> None:
    """Field by field: what stood there, what stands there."""
    for change in changes:
        with box("change"):
            ui.label(change.field).classes("hint")
            if change.before:
                ui.label(change.before).classes("was")
            if change.after:
                ui.label(change.after).classes("now")
            else:
                ui.label("（删去了）").classes("hint")
