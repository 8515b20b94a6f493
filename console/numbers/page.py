"""The page of numbers: a period, the numbers with what they mean, charts, and all of it as a spreadsheet."""

from datetime import timedelta
from typing import cast

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.numbers.names import names_of
from console.numbers.sections import show_sections
from console.parts.doing import Doing, is_allowed
from console.parts.downloading import Tables, download
from console.parts.filters import pile_tabs
from console.parts.opening import open_page
from console.session import Visit
from console.words import clock_time
from union.numbers.overview import Overview, overview, tables
from union.numbers.period import CHOICES, Choice, Period, period_of

PATH = "/numbers"
FRESH = timedelta(minutes=5)
ERASED = "会员删除资料后，他的转人工和报名不再计入。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="统计 · 工会服务台")
    async def numbers(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "numbers", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox numbers"):
        page = Numbers(deps, here)
    await page.refresh()
    ui.timer(FRESH.total_seconds(), page.refresh_if_open, immediate=False)


class Numbers:
    """Shown anew for each period, and every few minutes."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "numbers")
        with box("titled"):
            with box(tag="h1"):
                ui.label("统计")
            ui.button("导出表格", on_click=self.export).props("outline")
        self.choice = pile_tabs(CHOICES, self.refresh)
        self.state = ui.label().classes("hint")
        self.body = box("sections")

    @property
    def period(self) -> Period:
        return period_of(cast(Choice, self.choice.value), self.deps.clock.now())

    async def refresh_if_open(self) -> None:
        if self.here.holds():
            await self.refresh()

    async def refresh(self) -> None:
        """Read and show."""
        period = self.period
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "numbers"):
                ui.navigate.reload()
                return
            shown = await overview(session, period, self.here.scope)
            names = await names_of(session, shown.talks)
        if self.body.is_deleted:
            return
        whose = "您所在工会的" if self.here.scope.path else "全部"
        now = clock_time(self.deps.clock.now())
        self.state.text = (
            f"{period.first} 至 {period.last}，{whose}数据，{now} 更新。会员删除资料后，他的转人工和报名不再计入。"
        )
        self.body.clear()
        with self.body:
            show_sections(shown, names)

    async def export(self) -> None:
        period = self.period

        async def read(session: AsyncSession) -> Tables:
            shown: Overview = await overview(session, period, self.here.scope)
            return tables(shown, await names_of(session, shown.talks))

        await download(self.do, read, f"统计 {period.first} 至 {period.last}", what="导出统计表")
