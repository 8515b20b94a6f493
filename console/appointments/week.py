"""The week of a window: who sits when, what is booked, what is free; booking for a member who calls."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.appointments.export import Export
from console.appointments.for_callers import ForCallers
from console.appointments.grid import WeekView
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.facts import back
from console.parts.filters import chosen
from console.parts.opening import open_page
from console.session import Visit
from union.legal_aid.sitting import Seat, seats
from union.legal_aid.week import Cell, days_of, windows_of
from union.staff.rules import may

PATH = "/appointments/week"
LIST = "/appointments"
ALL = ""
HINT = "绿色的是空位，点一下就能为打电话来的会员预约；点已约的可以看详情。"
NONE = "您负责的范围里还没有窗口。有了窗口和排班，这里会显示每周的空位和预约。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console; before the page of one appointment, whose path would take it."""

    @console_page(PATH, title="预约周历 · 工会服务台")
    async def week(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "appointments", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page. A lawyer sees their own slots."""
    async with deps.database.read() as session:
        sitting = [seat for seat in await seats(session) if not seat.is_retired]
        windows = await windows_of(session, scope=here.scope)
    is_desk = may(here.staff.role, "all_appointments")
    if not is_desk:
        sitting = [seat for seat in sitting if seat.staff == here.staff.name]
        windows = [one for one in windows if one[0] in {seat.window_id for seat in sitting}]
    with frame(here, here=LIST), box("inbox wide"):
        back("预约", LIST)
        with box(tag="h1"):
            ui.label("预约周历")
        if not windows:
            ui.label(NONE).classes("empty")
            return
        page = Week(deps, here, sitting, windows, is_desk=is_desk)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Week:
    """A window, a lawyer of it or all, and the days."""

    def __init__(
        self,
        deps: ConsoleDeps,
        here: Visit,
        sitting: list[Seat],
        windows: list[tuple[str, str, str]],
        *,
        is_desk: bool,
    ) -> None:
        self.deps, self.here, self.sitting, self.is_desk = deps, here, sitting, is_desk
        self.services = {id_: service for id_, _, service in windows}
        if is_desk:
            ui.label(HINT).classes("hint")
        with box("filters"):
            names = {id_: name for id_, name, _ in windows}
            self.window = ui.select(names, value=next(iter(names)), label="窗口", on_change=self.changed)
            self.lawyer = ui.select({ALL: "所有人"}, value=ALL, label="接待", on_change=self.refresh)
            for field in (self.window, self.lawyer):
                field.props("outlined dense options-dense")
            if is_desk:
                Export(deps, here)
        self.booking = ForCallers(deps, here, self.refresh) if is_desk else None
        self.days = WeekView(deps.clock, self.refresh, self.book if is_desk else None)
        self._offer_lawyers()

    def _offer_lawyers(self) -> None:
        there = {seat.lawyer_id: seat.name for seat in self.sitting if seat.window_id == self.window.value}
        self.lawyer.set_options({ALL: "所有人", **there} if self.is_desk else there)
        self.lawyer.value = ALL if self.is_desk else next(iter(there), ALL)

    async def changed(self) -> None:
        self._offer_lawyers()
        await self.refresh()

    def book(self, cell: Cell) -> None:
        assert self.booking is not None  # only the desk's slots can be pressed
        self.booking.open(cell, str(self.window.value), self.services[str(self.window.value)])

    async def refresh(self) -> None:
        now, scope = self.deps.clock.now(), self.here.scope
        window, lawyer = str(self.window.value), chosen(self.lawyer)
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "appointments"):
                ui.navigate.reload()
                return
            found = await days_of(session, window, self.days.first, now=now, lawyer_id=lawyer, scope=scope)
        if self.days.root.is_deleted:
            return
        self.days.show(found or [], now)
