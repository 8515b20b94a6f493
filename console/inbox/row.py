"""One case in a list."""

from collections.abc import Callable
from datetime import datetime, timedelta

from nicegui import ui

from console.layout.frame import box, toggle
from console.words import waited
from union.handoff.desk import DeskCase

LONG_WAIT = timedelta(minutes=10)
PREVIEW = 80  # characters of the last line; the rest is cut by the browser's width
AUTHORS = {"bot": "机器人：", "staff": "工作人员：", "member": "", "": ""}


class Row:
    """A line of the list that leads to the conversation. It is updated in place, so the focus stays where it is."""

    def __init__(self, case: DeskCase, on_take: Callable[[int], object] | None, current: bool) -> None:
        self.root = box("row-case").mark(f"case-{case.id}")
        with self.root:
            with ui.link(target=f"/conversation/{case.id}").classes(remove="nicegui-link"):
                with box("name"):
                    self.name = ui.label()
                    self.urgent = ui.label("紧急").classes("chip red")
                    self.topic = ui.label().classes("chip")
                self.wait = ui.label().classes("wait")
                self.last = ui.label().classes("last")
            if on_take is not None:
                ui.button("接待", on_click=lambda: on_take(case.id)).props("unelevated").mark("take")
        if current:
            self.root.classes("current")
        self.shown: tuple[DeskCase, str] | None = None

    def update(self, case: DeskCase, now: datetime) -> None:
        wait = wait_text(case, now)
        if (case, wait) == self.shown:
            return
        self.shown = (case, wait)
        toggle(self.root, "urgent", case.urgent)
        toggle(self.root, "awaits", case.awaits_answer)
        self.name.text = case.member
        self.urgent.set_visibility(case.urgent)
        self.topic.text = case.topic or "未注明事项"
        toggle(self.topic, "grey", not case.topic)
        self.wait.text = wait
        toggle(self.wait, "long", presses(case, now))
        self.last.text = preview(case)


def presses(case: DeskCase, now: datetime) -> bool:
    """Whether somebody should look now."""
    return case.awaits_answer if case.state == "taken" else now - case.asked_at >= LONG_WAIT


def wait_text(case: DeskCase, now: datetime) -> str:
    """How long the member waits; for a taken case whose turn it is."""
    if case.state == "waiting":
        return waited(now - case.asked_at)
    return "待回复" if case.awaits_answer else "已回复"


def preview(case: DeskCase) -> str:
    """The last line on one line."""
    text = " ".join(case.last_text[: PREVIEW * 2].split())[:PREVIEW]
    return f"{AUTHORS.get(case.last_author, '')}{text}" if text else "（还没有消息）"
