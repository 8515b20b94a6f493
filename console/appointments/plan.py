"""Who sits when: leaves and closed days, each with its effect on members shown before it is done."""

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.appointments.absences import ClosureRow, LeaveRow
from console.appointments.accounts import Accounts
from console.appointments.closing import Closing
from console.appointments.leaving import Leaving
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, heading
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from union.legal_aid import sitting
from union.legal_aid.planning import end_leave, reopen_window
from union.legal_aid.sitting import ClosureShown, LeaveShown
from union.staff.rules import may

PATH = "/appointments/plan"
LIST = "/appointments"
NO_LEAVES = "没有登记的请假。"
NO_CLOSURES = "没有登记的关闭日。法定节假日自动不排班，不用登记。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console; before the page of one appointment, whose path would take it."""

    @console_page(PATH, title="值班安排 · 工会服务台")
    async def planned(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "plan", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        seats = [seat for seat in await sitting.seats(session, here.scope, own=here.staff.name) if not seat.is_retired]
    if not may(here.staff.role, "all_appointments"):
        seats = [seat for seat in seats if seat.staff == here.staff.name]
    with frame(here, here=LIST), box("inbox"):
        page = Plan(deps, here, seats)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Plan:
    """Leaves, closed days (the desk alone), and accounts (the administrator alone)."""

    def __init__(self, deps: ConsoleDeps, here: Visit, seats: list[sitting.Seat]) -> None:
        self.deps, self.here = deps, here
        self.own = {seat.lawyer_id for seat in seats}
        self.is_desk = may(here.staff.role, "all_appointments")
        self.do = Doing(deps, here, "plan")
        self.do_closing = Doing(deps, here, "all_appointments")
        back("预约", LIST)
        with box(tag="h1"):
            ui.label("值班安排")
        with box("section", tag="section"):
            heading("请假")
            self.leaves: Rows[LeaveShown] = Rows(NO_LEAVES, lambda one: one.id, lambda one: LeaveRow(one, self.end))
            Leaving(deps, here, seats, self.refresh)
        if self.is_desk:
            with box("section", tag="section"):
                heading("窗口关闭")
                self.closures: Rows[ClosureShown] = Rows(
                    NO_CLOSURES, lambda one: (one.window_id, one.day), lambda one: ClosureRow(one, self.reopen)
                )
                Closing(deps, here, seats, self.refresh)
        self.accounts = Accounts(deps, here) if may(here.staff.role, "link_lawyer") else None

    async def refresh(self) -> None:
        now = self.deps.clock.now()
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "plan"):
                ui.navigate.reload()
                return
            leaves = [one for one in await sitting.leaves(session, now) if one.lawyer_id in self.own]
            closures = await sitting.closures(session, now, self.here.scope)
        if self.leaves.is_deleted:
            return
        self.leaves.show(leaves, now)
        if self.is_desk:
            self.closures.show(closures, now)
        if self.accounts is not None:
            await self.accounts.refresh()

    async def end(self, one: LeaveShown) -> None:
        """The lawyer is back, or never went."""
        name = self.here.staff.name

        async def work(session: AsyncSession) -> bool:
            if not self.is_desk and not await sitting.is_leave_of(session, one.id, name):
                return False
            if one.lawyer_id not in self.own:
                return False
            return await end_leave(session, one.id)

        wrong = await self.do(work, lambda ended: "" if ended else "刚才已经撤销了。", done="已撤销请假，空位重新开放")
        await self._after(wrong)

    async def reopen(self, one: ClosureShown) -> None:
        """The window is open after all."""
        wrong = await self.do_closing(
            lambda s: reopen_window(s, one.window_id, one.day),
            lambda reopened: "" if reopened else "刚才已经恢复了。",
            done="已恢复开放",
        )
        await self._after(wrong)

    async def _after(self, wrong: str) -> None:
        if wrong:
            ui.notify(wrong, type="warning")
        await self.refresh()
