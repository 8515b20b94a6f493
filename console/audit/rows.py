"""One entry of the log."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from console.audit.words import TASKS, who
from console.layout.frame import box
from console.words import clock_time, day
from union.audit.models import AuditEntry

OWN = "/me"  # whoever opens it sees their own


class LogRow:
    """When, who, what; the page it was done on, and what else was done about the same member."""

    def __init__(self, one: AuditEntry, only: Callable[[str], Awaitable[None]]) -> None:
        with box("row-log") as self.root:
            self.when = ui.label().classes("when")
            ui.label(who(one)).classes("by")
            ui.label(one.what).classes("what")
            ui.label(TASKS.get(one.task, one.task)).classes("chip grey")
            with box("links"):
                if one.path and one.path != OWN:
                    ui.link("打开那一页", one.path).classes(remove="nicegui-link")
                if one.member_id:
                    member_id = one.member_id
                    ui.link("会员资料", f"/members/{member_id}").classes(remove="nicegui-link")
                    ui.button("同一位会员的记录", on_click=lambda: only(member_id)).props("flat dense no-caps")

    def update(self, one: AuditEntry, now: datetime) -> None:
        self.when.text = f"{day(one.at, now)} {clock_time(one.at)}"
