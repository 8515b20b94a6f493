"""A leave: who, from which day to which, who sits instead; what it does to members, and then it is done."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import SHANGHAI
from console.appointments.days import read_day
from console.appointments.words import effect, why_not
from console.deps import ConsoleDeps
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.fields import Answers, Field
from console.parts.rehearsing import rehearse
from console.session import Visit
from union.legal_aid.outcomes import Displaced
from union.legal_aid.planning import set_leave
from union.legal_aid.refusal import Refused
from union.legal_aid.sitting import Seat, seats
from union.notices.service import NoQueue, NoticeQueue
from union.staff.accounts import role_of
from union.staff.rules import may

NOBODY = "-"


class Leaving:
    """A button and two dialogs: the second says what the leave does to members."""

    def __init__(
        self, deps: ConsoleDeps, here: Visit, sitting: list[Seat], refresh: Callable[[], Awaitable[None]]
    ) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "plan")
        self.wanted: Answers = {}
        who = {seat.lawyer_id: f"{seat.name}（{seat.window}）" for seat in sitting}
        fields = [
            Field("lawyer", "谁请假", "choice", who),
            Field("first", "从哪天", "date"),
            Field("last", "到哪天（含当天）", "date"),
            Field("instead", "谁接替", "choice", {NOBODY: "没有接替"}),
        ]
        self.ask = Ask("登记请假", "先看会影响哪些会员，再决定。", "看影响", self.on_look, fields)
        self.confirm = Ask("确定请假？", "", "登记请假", self.on_done)
        lawyer = self.ask.inputs["lawyer"]
        lawyer.on_value_change(self.offer_substitutes)
        self.button = ui.button("登记请假", on_click=lambda: self.ask.open()).props("outline")
        self.button.set_visibility(bool(sitting))

    async def offer_substitutes(self) -> None:
        """Those at the same window."""
        async with self.deps.database.read() as session:
            everybody = await seats(session)
        chosen = self.ask.inputs["lawyer"].value
        window = next((seat.window_id for seat in everybody if seat.lawyer_id == chosen), None)
        others = {s.lawyer_id: s.name for s in everybody if s.window_id == window and s.lawyer_id != chosen}
        instead = self.ask.inputs["instead"]
        assert isinstance(instead, ui.select)  # as declared above
        instead.set_options({NOBODY: "没有接替", **others}, value=NOBODY)

    async def on_look(self, answers: Answers, key: str) -> str:
        first, last = read_day(answers["first"]), read_day(answers["last"] or answers["first"])
        if not answers["lawyer"]:
            return "请选择谁请假。"
        if first is None or last is None or last < first:
            return "请选开始和结束的日期，结束不早于开始。"
        self.wanted = answers | {"first": first.isoformat(), "last": last.isoformat()}
        found = await rehearse(self.deps.database, lambda s: self._verb(s, NoQueue(), "rehearsal"))
        if isinstance(found, Displaced):
            self.confirm.open(effect(found))
            return ""
        return self._why_not(found)

    async def on_done(self, answers: Answers, key: str) -> str:
        wrong = await self.do(
            lambda s: self._verb(s, self.deps.queue, f"console:{key}"), self._why_not, done="已登记，会员会收到通知"
        )
        await self.refresh()
        return wrong

    async def _verb(self, session: AsyncSession, queue: NoticeQueue, key: str) -> Displaced | Refused | None:
        if not await self._is_theirs(session):
            return None
        first, last = read_day(self.wanted["first"]), read_day(self.wanted["last"])
        assert first is not None and last is not None  # looked at before
        instead = self.wanted["instead"]
        return await set_leave(
            session,
            queue,
            self.wanted["lawyer"],
            datetime.combine(first, time(), SHANGHAI),
            datetime.combine(last + timedelta(days=1), time(), SHANGHAI),
            staff=self.here.staff.name,
            key=key,
            now=self.deps.clock.now(),
            substitute_id=None if instead in ("", NOBODY) else instead,
        )

    async def _is_theirs(self, session: AsyncSession) -> bool:
        """The desk for everybody, a lawyer for themselves."""
        role = await role_of(session, self.here.staff.id)
        if role is not None and may(role, "all_appointments"):
            return True
        mine = {seat.lawyer_id for seat in await seats(session) if seat.staff == self.here.staff.name}
        return role is not None and may(role, "plan") and self.wanted["lawyer"] in mine

    @staticmethod
    def _why_not(result: Displaced | Refused | None) -> str:
        if result is None:
            return "只能给自己登记请假。"
        return why_not(result) if isinstance(result, Refused) else ""
