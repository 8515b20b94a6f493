"""One notice in the list."""

from datetime import datetime

from nicegui import ui

from console.layout.frame import box
from console.words import clock_time, day
from union.notices.listing import Listed
from union.notices.texts import STATES

LOOKS = {"sent": "chip green", "failed": "chip red", "unknown": "chip amber", "expired": "chip amber"}


class Row:
    """Who, what kind, how it stands, when; the name leads to the conversation where there is one."""

    def __init__(self, notice: Listed) -> None:
        with box("row-notice") as self.root:
            if notice.case_id is None:
                ui.label(notice.member).classes("name")
            else:
                ui.link(notice.member, f"/conversation/{notice.case_id}").classes("name", remove="nicegui-link")
            ui.label(notice.kind).classes("chip grey")
            self.state = ui.label()
            self.when = ui.label().classes("when")
            self.reason = ui.label().classes("reason")

    def update(self, notice: Listed, now: datetime) -> None:
        self.state.text = "已送达" if notice.delivered_at else STATES[notice.state]
        self.state.classes(replace=LOOKS.get(notice.state, "chip"))
        self.when.text = when(notice, now)
        self.reason.text = notice.reason
        self.reason.set_visibility(bool(notice.reason))


def when(notice: Listed, now: datetime) -> str:
    """今天 10:05, or for one that waits: 11月19日 星期四 09:00 发送."""
    moment = notice.due if notice.state == "waiting" else notice.done_at or notice.created_at
    words = f"{day(moment, now)} {clock_time(moment)}"
    return f"{words} 发送" if notice.state == "waiting" else words
