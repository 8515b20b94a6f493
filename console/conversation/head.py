"""The top of a conversation: who, what about, how it stands, and what else can be done with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from nicegui import ui

from console.inbox.row import wait_text
from console.layout.frame import box, toggle
from console.words import clock_time, day
from union.handoff.desk import DeskCase
from union.handoff.texts import END_REASONS as END_WORDS


@dataclass(frozen=True)
class Handing:
    """What the head's buttons do."""

    end: Callable[[], object]
    transfer: Callable[[], Awaitable[None]]
    assign: Callable[[], Awaitable[None]]
    release: Callable[[], object]
    card: Callable[[], object]


class Head:
    """Shown above the transcript."""

    def __init__(self, handing: Handing, me: str, back_to: str = "/") -> None:
        self.me = me
        with box("head"):
            back = ui.button(icon="arrow_back", on_click=lambda: ui.navigate.to(back_to))
            back.props('flat round dense color=grey-8 aria-label="返回"').mark("back")
            with box("title"):
                with box("name", tag="h1"):
                    self.member = ui.label()
                    self.urgent = ui.label("紧急").classes("chip red")
                    self.topic = ui.label().classes("chip")
                    self.group = ui.label().classes("chip grey")
                self.state = ui.label().classes("state").mark("state")
                self.below = box()
            card = ui.button("资料", on_click=handing.card).props("flat dense").classes("open-card")
            card.props('aria-label="会员资料"')
            with ui.button("更多", icon="more_vert").props("flat dense color=grey-8") as self.more, ui.menu():
                self.assign = ui.menu_item("分配给同事", handing.assign)
                self.transfer = ui.menu_item("转接", handing.transfer)
                self.release = ui.menu_item("放回队列", handing.release)
            self.end = ui.button("结束对话", on_click=handing.end).props("outline color=grey-8").mark("end")

    def show(self, case: DeskCase, now: datetime) -> None:
        self.member.text = case.member
        self.urgent.set_visibility(case.urgent)
        self.topic.text = case.topic or "未注明事项"
        toggle(self.topic, "grey", not case.topic)
        self.group.text = case.group
        self.group.set_visibility(bool(case.group))
        self.state.text = state_text(case, now)
        waits, is_mine = case.state in ("waiting", "left"), case.state == "taken" and case.staff == self.me
        self.end.set_visibility(case.state == "taken")
        self.assign.set_visibility(waits)
        self.transfer.set_visibility(case.state == "taken" or waits)
        self.release.set_visibility(is_mine)
        self.more.set_visibility(case.state != "ended")


def state_text(case: DeskCase, now: datetime) -> str:
    """How the case stands, in one line."""
    if case.state == "left":
        return f"留言 {case.number}，{day(case.asked_at, now)} {clock_time(case.asked_at)}"
    if case.state == "waiting":
        return f"等待接待，{wait_text(case, now)}"
    if case.state == "taken" and case.taken_at is not None:
        return f"{case.staff}接待中，{day(case.taken_at, now)} {clock_time(case.taken_at)} 接入"
    ended = case.ended_at or now
    return f"已结束，{day(ended, now)} {clock_time(ended)}{outcome(case)}"


def outcome(case: DeskCase) -> str:
    """（已解决，评价 5 分）; empty where nothing was said."""
    parts = [END_WORDS.get(case.ended_why, "")] if case.ended_why else []
    parts += [f"评价 {case.rating} 分"] if case.rating else []
    return f"（{'，'.join(filter(None, parts))}）" if any(parts) else ""
