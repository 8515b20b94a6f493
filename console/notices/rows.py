"""The rows of the list. They are updated in place, so that the focus stays where it is."""

from datetime import datetime

from nicegui import ui

from console.layout.frame import box
from console.words import clock_time, day
from union.notices.listing import Listed
from union.notices.texts import STATES

LOOKS = {"sent": "chip green", "failed": "chip red", "unknown": "chip amber", "expired": "chip amber"}


class Rows:
    """Newest first, or a word on why there are none."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.empty = ui.label("没有这样的通知。").classes("empty")
        self.list = box("rows")

    def show(self, notices: list[Listed], now: datetime) -> None:
        """Bring the rows to what is given."""
        shown = {notice.id: notice for notice in notices}
        for gone in self.rows.keys() - shown.keys():
            self.rows.pop(gone).root.delete()
        for index, notice in enumerate(notices):
            self._place(notice, index, now)
        self.empty.set_visibility(not notices)

    def _place(self, notice: Listed, index: int, now: datetime) -> None:
        row = self.rows.get(notice.id)
        if row is None:
            with self.list:
                row = self.rows[notice.id] = Row(notice)
        row.update(notice, now)
        if self.list.default_slot.children[index] is not row.root:
            row.root.move(target_index=index)


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
