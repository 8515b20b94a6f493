"""One case on the desk: head, transcript, and what can be done in the state it is in."""

from typing import TypedDict
from uuid import uuid4

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from console.conversation.beside import Beside
from console.conversation.card import CardPanel
from console.conversation.composer import Tools, insert
from console.conversation.dialogs import Dialogs
from console.conversation.foot import Foot
from console.conversation.head import Handing, Head
from console.conversation.quote import QuoteBox
from console.conversation.replies import replies, with_name
from console.conversation.sending import PictureField
from console.conversation.steps import Steps, Verb
from console.conversation.transcript import Transcript
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.session import Visit
from union.allowances.service import allowance_of
from union.handoff.desk import DeskCase, desk_case
from union.handoff.service import answer, answer_picture, live_case, take
from union.staff.scope import Scope

UNSETTLED_SECONDS = 1.0  # how often an answer on its way is looked after


class _With(TypedDict):
    """What the verbs are to know beside the case."""

    scope: Scope
    limits: Limits


class Desk:
    """Shows one case and does what staff ask; each step is a verb of union.handoff in one transaction."""

    def __init__(self, deps: ConsoleDeps, visit: Visit, case: DeskCase) -> None:
        self.deps, self.visit, self.case = deps, visit, case
        self.steps = Steps(deps, visit)
        self._with: _With = {"scope": self.steps.scope, "limits": self.steps.limits}
        self.dialogs = Dialogs(self.steps, case, self.refresh)
        self.quotes = QuoteBox(deps)
        with box("main") as self.root:
            self.head = Head(self._handing(), visit.staff.name, back_to="/talks" if case.state == "ended" else "/")
            with self.head.below:
                self.beside = Beside(deps, visit, case.id)
            self.transcript = Transcript(deps, case)
            self.picture = PictureField(self.send_picture)
            tools = Tools(self.send, self.beside.types, self.insert_named, self.picture.pick, self.quotes.open)
            self.foot = Foot(case.id, visit.staff.name, self.take, tools)
            self.watch = ui.timer(UNSETTLED_SECONDS, self.refresh, active=False, immediate=False)
        self.card = CardPanel(deps, visit, case, self.steps)

    def _handing(self) -> Handing:
        asks = self.dialogs
        return Handing(asks.ending.open, asks.open_transfer, asks.open_assign, asks.releasing.open, self._open_card)

    def _open_card(self) -> None:
        self.card.open(is_open=True)

    async def refresh(self) -> None:
        """Read the case again and show it."""
        now = self.deps.clock.now()
        async with self.deps.database.read() as session:
            case = await desk_case(session, self.case.id, scope=self.visit.scope)
            if case is None:
                ui.navigate.reload()
                return
            allowance = await allowance_of(session, case.member_id)
            newer = await live_case(session, case.member_id) if case.state == "ended" else None
            said = await replies(session, self.visit, case.member_id, self.deps.clock)
        self.case = self.transcript.case = self.dialogs.case = case
        await self.transcript.refresh()
        await self.card.refresh(case)
        if self.root.is_deleted:
            return
        self.watch.active = not self.transcript.is_settled
        self.head.show(case, now)
        with self.root:
            self.foot.show(case, allowance, now, newer.id if newer else None, said)

    async def take(self) -> None:
        now = self.deps.clock.now()
        await self._after(await self._do(lambda s: take(s, self.case.id, self.steps.me, now, **self._with), "接待会员"))

    async def send(self, text: str) -> bool:
        """Answer. False: the text was not taken."""
        name, now, key = self.steps.me, self.deps.clock.now(), uuid4().hex
        wrong = await self._do(
            lambda s: answer(s, self.deps.queue, self.case.id, name, text, now, key, **self._with), "答复会员"
        )
        if wrong:
            self.foot.unsent = text
        await self._after(wrong)
        return not wrong

    async def send_picture(self, jpeg: bytes) -> None:
        name, now, key = self.steps.me, self.deps.clock.now(), uuid4().hex
        wrong = await self._do(
            lambda s: answer_picture(s, self.deps.queue, self.case.id, name, jpeg, now, key, **self._with),
            "给会员发图片",
        )
        await self._after(wrong)

    async def insert_named(self, text: str) -> None:
        """Put a canned reply with the member's name into the box; that the name was read is written down."""
        found: list[str] = []

        async def read(session: AsyncSession) -> None:
            found[:] = [await with_name(session, self.visit, self.case.member_id, text)]

        wrong = await self._do(read, "查看姓名")
        if self.root.is_deleted:
            return
        with self.root:
            ui.notify(wrong, type="warning") if wrong else insert(found[0])

    async def _do(self, verb: Verb[object], what: str) -> str:
        return await self.steps(verb, what=what, member_id=self.case.member_id)

    async def _after(self, wrong: str) -> None:
        if wrong:
            ui.notify(wrong, type="warning")
        await self.refresh()
