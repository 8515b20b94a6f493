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
Chips = tuple[tuple[str, str], ...]  # text and look


class Row:
    """A line of the list that leads to the conversation. It is updated in place, so the focus stays where it is."""

    def __init__(self, case: DeskCase, on_take: Callable[[int], object] | None, current: bool) -> None:
        self.root = box("row-case").mark(f"case-{case.id}")
        with self.root:
            with ui.link(target=f"/conversation/{case.id}").classes(remove="nicegui-link"):
                with box("name"):
                    self.name = ui.label()
                    self.chips = box("chips")
                self.wait = ui.label().classes("wait")
                self.last = ui.label().classes("last")
            if on_take is not None:
                take = ui.button("接待", on_click=lambda: on_take(case.id)).props("unelevated data-take").mark("take")
                take.props(f'aria-label="接待{case.member}"')
        if current:
            self.root.classes("current")
        self.shown: tuple[object, ...] = ()
        self.shown_chips: Chips = ()

    def update(self, labelled: tuple[DeskCase, Chips], now: datetime) -> None:
        case, labels = labelled
        wait = wait_text(case, now)
        if (case, labels, wait) == self.shown:
            return
        self.shown = (case, labels, wait)
        toggle(self.root, "urgent", case.urgent)
        toggle(self.root, "awaits", case.awaits_answer)
        self.name.text = case.member
        self.wait.text = wait
        toggle(self.wait, "long", presses(case, now))
        self.last.text = preview(case)
        self._show_chips(chips(case) + labels)

    def _show_chips(self, wanted: Chips) -> None:
        if wanted == self.shown_chips:
            return
        self.shown_chips = wanted
        self.chips.clear()
        with self.chips:
            for text, look in wanted:
                ui.label(text).classes(f"chip {look}")


def chips(case: DeskCase) -> Chips:
    """What stands beside the name, the most pressing first."""
    found = [
        ("紧急", "red") if case.urgent else None,
        (f"留言 {case.number}", "amber") if case.state == "left" else None,
        ("已转下一组", "red") if case.escalated else None,
        ("超时未接", "amber") if case.reminded and not case.escalated else None,
        ("久未回复", "amber") if case.silent else None,
        (case.topic or "未注明事项", "" if case.topic else "grey"),
        (case.group, "grey") if case.group else None,
        (case.area, "grey") if case.area else None,
    ]
    return tuple(one for one in found if one is not None)


def presses(case: DeskCase, now: datetime) -> bool:
    """Whether somebody should look now."""
    return case.awaits_answer if case.state == "taken" else now - case.asked_at >= LONG_WAIT


def wait_text(case: DeskCase, now: datetime) -> str:
    """How long the member waits; for a taken case whose turn it is."""
    if case.state != "taken":
        return waited(now - case.asked_at)
    return "待回复" if case.awaits_answer else "已回复"


def preview(case: DeskCase) -> str:
    """The last line on one line."""
    text = " ".join(case.last_text[: PREVIEW * 2].split())[:PREVIEW]
    return f"{AUTHORS.get(case.last_author, '')}{text}" if text else "（还没有消息）"
