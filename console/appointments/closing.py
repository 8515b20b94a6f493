"""A day on which a window is closed: what it does to members, and then it is done."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from console.appointments.days import read_day
from console.appointments.words import effect, why_not
from console.deps import ConsoleDeps
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.fields import Answers, Field
from console.parts.rehearsing import rehearse
from console.session import Visit
from union.legal_aid.outcomes import Displaced
from union.legal_aid.planning import close_window
from union.legal_aid.refusal import Refused
from union.legal_aid.sitting import Seat
from union.notices.service import NoQueue, NoticeQueue


class Closing:
    """A button and two dialogs: the second says what it does to members."""

    def __init__(
        self, deps: ConsoleDeps, here: Visit, sitting: list[Seat], refresh: Callable[[], Awaitable[None]]
    ) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "all_appointments")
        self.wanted: Answers = {}
        fields = [
            Field("window", "哪个窗口", "choice", {seat.window_id: seat.window for seat in sitting}),
            Field("day", "哪天", "date"),
            Field("reason", "原因（比如停电、搬迁）", longest=100),
        ]
        self.ask = Ask("登记窗口关闭", "先看会影响哪些会员，再决定。", "看影响", self.on_look, fields)
        self.confirm = Ask("确定关闭？", "", "关闭这一天", self.on_done, is_grave=True)
        button = ui.button("登记关闭", on_click=lambda: self.ask.open()).props("outline")
        button.set_visibility(bool(sitting))

    async def on_look(self, answers: Answers, key: str) -> str:
        day = read_day(answers["day"])
        if not answers["window"]:
            return "请选择窗口。"
        if day is None or day < to_shanghai(self.deps.clock.now()).date():
            return "请选今天或以后的日期。"
        self.wanted = answers
        found = await rehearse(self.deps.database, lambda s: self._verb(s, NoQueue()))
        if isinstance(found, Displaced):
            self.confirm.open(effect(found))
            return ""
        return why_not(found)

    async def on_done(self, answers: Answers, key: str) -> str:
        wrong = await self.do(
            lambda s: self._verb(s, self.deps.queue),
            lambda result: why_not(result) if isinstance(result, Refused) else "",
            done="已登记，会员会收到通知",
        )
        await self.refresh()
        return wrong

    async def _verb(self, session: AsyncSession, queue: NoticeQueue) -> Displaced | Refused:
        day = read_day(self.wanted["day"])
        assert day is not None  # looked at before
        name, now = self.here.staff.name, self.deps.clock.now()
        return await close_window(
            session, queue, self.wanted["window"], day, self.wanted["reason"], staff=name, now=now
        )
