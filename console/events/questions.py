"""What an event asks of who signs up: a list of questions, each in a dialog."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from console.deps import ConsoleDeps
from console.events.acting import Acting
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.facts import heading
from console.parts.fields import Answers, Field
from console.parts.rows import Rows
from console.session import Visit
from union.events.entering.question_form import KINDS, VIEWERS, question_answers
from union.events.questions_desk import drop_question, put_question, question_up
from union.events.terms import EventQuestion

NONE = "没有另外要问的。姓名和手机号总会问，不用加。"
FIRST = {"kind": "text", "required": "1", "who_sees": "organiser"}


class Questions:
    """The section on the event's page."""

    def __init__(self, deps: ConsoleDeps, here: Visit, event_id: str, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.event_id, self.refresh = deps, here, event_id, refresh
        self.act = Acting(deps, here, event_id)
        self.chosen = ""
        fields = [
            Field("label", "问什么（例如：您的衣服尺码？）", longest=100),
            Field("kind", "怎么回答", "choice", KINDS, value="text"),
            Field("choices", "选项，一行一个（选“从几个里选一个”才填）", "long", longest=400),
            Field("required", "必须回答", "switch", value="1"),
            Field("who_sees", "谁能看到回答", "choice", VIEWERS, value="organiser"),
        ]
        self.ask = Ask("要问的问题", "会员报名时会被问到。", "保存", self.on_put, fields)
        self.gone = Ask("不再问这个问题？", "已有的回答会留着，以后不再问。", "不再问", self.on_drop, is_grave=True)
        with box("section", tag="section") as self.root:
            heading("要问什么")
            self.rows: Rows[EventQuestion] = Rows(NONE, lambda one: one.id, lambda one: QuestionRow(one, self))
            self.add = ui.button("加一个问题", on_click=lambda: self.open(None)).props("outline")

    def show(self, questions: tuple[EventQuestion, ...], *, can_change: bool) -> None:
        self.rows.show(questions, self.deps.clock.now())
        self.add.set_visibility(can_change)

    def open(self, one: EventQuestion | None) -> None:
        self.chosen = one.id if one else ""
        self.ask.fill(**(question_answers(one) if one else {"label": "", "choices": "", **FIRST}))
        self.ask.open()

    def open_drop(self, one: EventQuestion) -> None:
        self.chosen = one.id
        self.gone.open(f"“{one.label}”：已有的回答会留着，以后不再问。")

    async def on_put(self, answers: Answers, key: str) -> str:
        scope, chosen, now = self.here.scope, self.chosen, self.deps.clock.now()
        return await self._run(
            self.act(
                lambda s: put_question(s, scope, self.event_id, chosen, answers, now=now), "已保存", what="修改活动问题"
            )
        )

    async def on_drop(self, answers: Answers, key: str) -> str:
        scope, chosen, now = self.here.scope, self.chosen, self.deps.clock.now()
        return await self._run(
            self.act(
                lambda s: drop_question(s, scope, self.event_id, chosen, now=now), "以后不再问", what="删除活动问题"
            )
        )

    async def on_up(self, one: EventQuestion) -> None:
        scope, now = self.here.scope, self.deps.clock.now()
        wrong = await self._run(
            self.act(lambda s: question_up(s, scope, self.event_id, one.id, now=now), "", what="调整活动问题")
        )
        if wrong:
            ui.notify(wrong, type="warning")

    async def _run(self, step: Awaitable[str]) -> str:
        wrong = await step
        await self.refresh()
        return wrong


class QuestionRow:
    """One question."""

    def __init__(self, one: EventQuestion, page: Questions) -> None:
        self.one, self.page = one, page
        with box("row-work") as self.root:
            with box("text"):
                self.name = ui.label().classes("name")
                self.hint = ui.label().classes("hint")
            with box("buttons"):
                ui.button("上移", on_click=lambda: page.on_up(self.one)).props("flat dense")
                ui.button("修改", on_click=lambda: page.open(self.one)).props("flat dense")
                ui.button("不再问", on_click=lambda: page.open_drop(self.one)).props("flat dense color=negative")

    def update(self, one: EventQuestion, now: datetime) -> None:
        self.one = one
        self.name.text = one.label
        how = KINDS[one.kind] + (f"（{'、'.join(one.choices)}）" if one.choices else "")
        must = "必须回答" if one.required else "可以跳过"
        self.hint.text = f"{how}　{must}　{VIEWERS[one.who_sees]}能看到"
