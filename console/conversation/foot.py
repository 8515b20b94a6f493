"""The bottom of a conversation: what can be done in the state it is in."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from console.conversation import meter
from console.conversation.composer import Composer, Tools
from console.conversation.replies import Replies
from console.layout.frame import box
from union.allowances.rules import Allowance
from union.handoff.desk import DeskCase

WAITS = "机器人已停止回答，会员在等您。"
LEFT = "这是下班时留下的话；机器人还在回答。接待后由您来回答。"


class Foot:
    """Take, answer, or a word on why neither. Built anew only when the state changes: a draft stays."""

    def __init__(self, case_id: int, me: str, take: Callable[[], Awaitable[None]], tools: Tools) -> None:
        self.case_id, self.me, self.take, self.tools = case_id, me, take, tools
        self.shown: tuple[object, ...] = ()
        self.composer: Composer | None = None
        self.unsent = ""
        self.meter: ui.label | None = None
        self.root = box("foot", tag="footer")

    def show(
        self, case: DeskCase, allowance: Allowance, now: datetime, newer_case: int | None, replies: Replies
    ) -> None:
        """`newer_case`: the member's live case when this one has ended."""
        wanted = (case.state, case.staff, newer_case)
        if wanted != self.shown:
            self.shown = wanted
            if self.composer is not None and self.composer.field.value:
                self.unsent = "\n".join(filter(None, (self.unsent, self.composer.field.value)))
            self.root.clear()
            self.composer = self.meter = None
            with self.root:
                self._build(case, newer_case, replies)
        self.unsent = ""
        if self.meter is not None:
            text, look = meter.describe(allowance, now)
            self.meter.text = text
            self.meter.classes(replace=look)

    def _build(self, case: DeskCase, newer_case: int | None, replies: Replies) -> None:
        if case.state == "taken" and case.staff == self.me:
            self.composer = Composer(self.case_id, self.tools, replies)
            with box("meter"):
                self.meter = ui.label().mark("meter")
                ui.label("Enter 发送，Shift+Enter 换行").classes("keys")
            return
        if self.unsent:  # somebody ended it in the middle of a sentence
            ui.label(f"未发出的内容：{self.unsent}").classes("unsent").mark("unsent")
        with box("take"):
            if case.state in ("waiting", "left"):
                ui.label(WAITS if case.state == "waiting" else LEFT).classes("why")
                ui.button("接待", on_click=self.take).props("unelevated").mark("take")
            elif case.state == "taken":
                ui.label(f"{case.staff}正在接待，您可以查看，不能回复。").classes("why")
            else:
                self._ended(case, newer_case)

    def _ended(self, case: DeskCase, newer_case: int | None) -> None:
        if newer_case is not None:
            ui.label("这次对话已结束；会员又转了人工。").classes("why")
            ui.button("打开新的对话", on_click=lambda: ui.navigate.to(f"/conversation/{newer_case}")).props(
                "unelevated"
            )
            return
        ui.label("对话已结束，机器人继续为会员服务。").classes("why")
        ui.button("回到收件箱", on_click=lambda: ui.navigate.to("/")).props("unelevated").mark("to-inbox")
