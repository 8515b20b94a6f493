"""One case on the desk: head, transcript, and what can be done in the state it is in."""

from uuid import uuid4

from nicegui import ui

from console.conversation.foot import Foot
from console.conversation.head import Head
from console.conversation.transcript import Transcript
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.doing import still_may
from console.refusals import why
from console.session import Visit
from union.allowances.service import allowance_of
from union.handoff.desk import DeskCase, desk_case
from union.handoff.service import Done, Refused, answer, end, live_case, take

UNSETTLED_SECONDS = 1.0  # how often an answer on its way is looked after


class Desk:
    """Shows one case and does what staff ask; each step is a verb of union.handoff in one transaction."""

    def __init__(self, deps: ConsoleDeps, visit: Visit, case: DeskCase) -> None:
        self.deps, self.visit, self.case = deps, visit, case
        with box("main") as self.root:
            self.head = Head(self.end)
            self.transcript = Transcript(deps, case)
            self.foot = Foot(case.id, visit.staff.name, take=self.take, send=self.send)
            self.watch = ui.timer(UNSETTLED_SECONDS, self.refresh, active=False, immediate=False)

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
        self.case = self.transcript.case = case
        await self.transcript.refresh()
        if self.root.is_deleted:
            return
        self.watch.active = not self.transcript.is_settled
        self.head.show(case, now)
        with self.root:
            self.foot.show(case, allowance, now, newer.id if newer else None)

    async def take(self) -> None:
        name, now = self.visit.staff.name, self.deps.clock.now()
        if await still_may(self.deps, self.visit, "talks"):
            await self._after(await self.deps.database.transact(lambda s: take(s, self.case.id, name, now)))

    async def send(self, text: str) -> bool:
        """Answer. False: the text was not taken."""
        name, now, key = self.visit.staff.name, self.deps.clock.now(), uuid4().hex
        if not await still_may(self.deps, self.visit, "talks"):
            return False
        answered = await self.deps.database.transact(
            lambda s: answer(s, self.deps.queue, self.case.id, name, text, now, key)
        )
        if isinstance(answered, Refused):
            self.foot.unsent = text
        await self._after(answered)
        return isinstance(answered, Done)

    async def end(self) -> None:
        name, now = self.visit.staff.name, self.deps.clock.now()
        if await still_may(self.deps, self.visit, "talks"):
            await self._after(
                await self.deps.database.transact(lambda s: end(s, self.deps.queue, self.case.id, name, now))
            )

    async def _after(self, result: Done | Refused) -> None:
        if isinstance(result, Refused):
            ui.notify(why(result), type="warning")
        await self.refresh()
        await self.deps.tell(self.case.member_id)
