"""The top of a conversation: who, what about, how it stands, and the way to end it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from console.inbox.row import wait_text
from console.layout.frame import box, toggle
from console.words import clock_time, day
from union.handoff.desk import DeskCase


class Head:
    """Shown above the transcript."""

    def __init__(self, end: Callable[[], Awaitable[None]]) -> None:
        self.confirm = ConfirmEnd(end)
        with box("head"):
            back = ui.button(icon="arrow_back", on_click=lambda: ui.navigate.to("/"))
            back.props('flat round dense color=grey-8 aria-label="回到收件箱"').mark("back")
            with box("title"):
                with box("name", tag="h1"):
                    self.member = ui.label()
                    self.urgent = ui.label("紧急").classes("chip red")
                    self.topic = ui.label().classes("chip")
                self.state = ui.label().classes("state").mark("state")
            self.end = ui.button("结束对话", on_click=self.confirm.open).props("outline color=grey-8").mark("end")

    def show(self, case: DeskCase, now: datetime) -> None:
        self.member.text = case.member
        self.urgent.set_visibility(case.urgent)
        self.topic.text = case.topic or "未注明事项"
        toggle(self.topic, "grey", not case.topic)
        self.state.text = state_text(case, now)
        self.end.set_visibility(case.state == "taken")


class ConfirmEnd:
    """Asks once more before the conversation goes back to the bot."""

    def __init__(self, end: Callable[[], Awaitable[None]]) -> None:
        self._end = end
        with ui.dialog() as self.dialog, ui.card().classes("dialog"):
            with box(tag="h1"):
                ui.label("结束这次对话？")
            ui.label("会员会收到“人工服务已结束，我继续为您服务。”，之后由机器人回答。会员可以再次转人工。")
            with box("buttons"):
                ui.button("再聊一会儿", on_click=self.dialog.close).props("flat color=grey-8")
                ui.button("结束对话", on_click=self.yes).props("unelevated autofocus").mark("end-yes")

    def open(self) -> None:
        self.dialog.open()

    async def yes(self) -> None:
        self.dialog.close()
        await self._end()


def state_text(case: DeskCase, now: datetime) -> str:
    """How the case stands, in one line."""
    if case.state == "waiting":
        return f"等待接待，{wait_text(case, now)}"
    if case.state == "taken" and case.taken_at is not None:
        return f"{case.staff}接待中，{day(case.taken_at, now)} {clock_time(case.taken_at)} 接入"
    ended = case.ended_at or now
    return f"已结束，{day(ended, now)} {clock_time(ended)}"
