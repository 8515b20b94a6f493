"""After the talk: what came of it, or that nobody came; and an anonymous example of it. Only who gave it may."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.appointments.words import OUTCOMES, why_not
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.fields import Answers, Field
from console.session import Visit
from union.legal_aid.after import LONGEST_WORDS, record_no_show, record_outcome
from union.legal_aid.examples import draft_example
from union.legal_aid.refusal import Refused
from union.legal_aid.talk import Talk

NOT_LINKED = "{name}还没有关联工作人员账号，结果暂时没人能记。请管理员在“值班安排”里关联。"
OF_ANOTHER = "结果由接待的{name}本人记录。"
NO_NAMES = "不写姓名、电话、单位名。只用来给大家做参考，要由同事审核后才会用。"


class Recording:
    """Three buttons, each with its dialog."""

    def __init__(
        self,
        deps: ConsoleDeps,
        here: Visit,
        refresh: Callable[[], Awaitable[None]],
        sees: Callable[[AsyncSession], Awaitable[bool]],
    ) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "appointments", sees)
        self.talk: Talk | None = None
        words = "会员不会看到这些内容，会收到一条请他评价的通知。"
        self.outcome = Ask(
            "记录结果",
            words,
            "保存",
            self.on_outcome,
            [
                Field("outcome", "结果", "choice"),
                Field("words", "说了什么、给了什么建议", "long", longest=LONGEST_WORDS),
                Field("next_step", "下一步（可不填）", "long", longest=LONGEST_WORDS),
            ],
        )
        self.no_show = Ask("会员没有来？", "记为未到，不会请会员评价。", "未到", self.on_no_show)
        text = Field("text", "案例", "long", longest=4000)
        self.example = Ask("写成匿名案例？", NO_NAMES, "提交审核", self.on_example, [text])
        self.hint = ui.label().classes("hint")
        with box("buttons") as self.root:
            self.came = ui.button("已到，记录结果", on_click=self.ask_outcome).props("unelevated")
            self.missed = ui.button("未到", on_click=lambda: self.no_show.open()).props("outline color=negative")
            self.drafted = ui.button("写成案例", on_click=self.ask_example).props("outline")

    def show(self, one: Talk, now: datetime) -> None:
        """Only what can be done now."""
        self.talk = one
        card, is_mine = one.card, one.is_of(self.here.staff.name)
        has_begun = card.starts_at <= now
        is_open = card.status in ("booked", "over") and has_begun
        early = card.service == "mediation" and card.status == "booked"
        self.came.text = "改写结果" if card.status == "done" else "已到，记录结果" if has_begun else "记录结果"
        self.came.set_visibility(is_mine and (is_open or early or card.status == "done"))
        self.missed.set_visibility(is_mine and is_open)
        self.drafted.set_visibility(is_mine and one.draft is not None and one.example in (None, "draft"))
        words = OF_ANOTHER if one.gives else NOT_LINKED
        self.hint.text = words.format(name=card.lawyer) if is_open and not is_mine else ""
        self.hint.set_visibility(bool(self.hint.text))

    def ask_outcome(self) -> None:
        if self.talk is None:
            return
        choice = self.outcome.inputs["outcome"]
        assert isinstance(choice, ui.select)  # as declared above
        choices = OUTCOMES[self.talk.card.service]
        if choice.options != choices:
            choice.set_options(choices)
        written = self.talk.outcome
        if written and not self.outcome.inputs["words"].value:
            self.outcome.fill(outcome=written.outcome, words=written.words, next_step=written.next_step)
        self.outcome.open()

    def ask_example(self) -> None:
        if self.talk is None:
            return
        if not self.example.inputs["text"].value:
            self.example.fill(text=self.talk.draft or "")
        self.example.open()

    async def on_outcome(self, answers: Answers, key: str) -> str:
        given, name, now = answers, self.here.staff.name, self.deps.clock.now()
        return await self._run(
            lambda s, talk_id: record_outcome(
                s,
                self.deps.queue,
                name,
                talk_id,
                given["outcome"],
                given["words"],
                key=f"console:{key}",
                now=now,
                next_step=given["next_step"],
            ),
            "已记录",
        )

    async def on_no_show(self, answers: Answers, key: str) -> str:
        name, now = self.here.staff.name, self.deps.clock.now()
        return await self._run(
            lambda s, talk_id: record_no_show(s, name, talk_id, key=f"console:{key}", now=now), "已记为未到"
        )

    async def on_example(self, answers: Answers, key: str) -> str:
        name, now = self.here.staff.name, self.deps.clock.now()
        if not answers["text"]:
            return "请写点内容。"
        return await self._run(
            lambda s, talk_id: draft_example(s, name, talk_id, now=now, text=answers["text"]), "已提交，等同事审核"
        )

    async def _run(self, verb: Callable[[AsyncSession, str], Awaitable[object]], done: str) -> str:
        assert self.talk is not None  # a button was pressed
        card = self.talk.card
        wrong = await self.do(
            lambda s: verb(s, card.id),
            lambda result: why_not(result) if isinstance(result, Refused) else "",
            done=done,
            member_id=card.member_id,
        )
        await self.refresh()
        return wrong
