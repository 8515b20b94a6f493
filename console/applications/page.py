"""The list of applications: what waits, for whom, since when."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.applications import finding, sheet
from console.applications.words import EMPTY, PILE_NAMES, left, status_chip, waits
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import chosen, pile_tabs, search
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from union.applications.desk import Item, Pile, applications, piles
from union.applications.kinds import kinds

PATH = "/applications"
ALL = ""


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="申请 · 工会服务台")
    async def applications_page(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "applications", lambda here: show(deps, here))

    finding.add(deps)
    sheet.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Applications(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Applications:
    """Piles, filters and rows."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        with box("titled"):
            with box(tag="h1"):
                ui.label("申请")
            ui.link("查找和导出", finding.PATH).classes("back", remove="nicegui-link")
        self.tabs = pile_tabs(PILE_NAMES, self.refresh)
        with box("filters"):
            options = {ALL: "全部种类", **{kind.id: kind.title for kind in kinds().values()}}
            self.kind = ui.select(options, value=ALL, label="种类", on_change=self.refresh)
            self.kind.props("outlined dense options-dense")
            self.number = search("编号", self.refresh)
        self.rows: Rows[Item] = Rows(EMPTY["decide"], lambda item: item.number, lambda item: ItemRow(item))

    async def refresh(self) -> None:
        """Read the pile and show it."""
        pile: Pile = self.tabs.value
        number = (self.number.value or "").strip().upper()
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "applications"):
                ui.navigate.reload()
                return
            found = await applications(session, pile, kind=chosen(self.kind), number=number, scope=self.here.scope)
            counts = await piles(session, self.here.scope)
        if self.rows.is_deleted:
            return
        waiting = {one: f"（{counts[one]}）" if counts[one] and one != "over" else "" for one in PILE_NAMES}
        names = {one: f"{name}{waiting[one]}" for one, name in PILE_NAMES.items()}
        if names != self.tabs.options:
            self.tabs.set_options(names, value=pile)
        self.rows.empty.text = "没有这个编号的申请。" if number else EMPTY[pile]
        self.rows.show(found, self.deps.clock.now())


class ItemRow(Line):
    """One application; the row leads to its page."""

    def __init__(self, item: Item) -> None:
        super().__init__(f"{PATH}/{item.number}")

    def update(self, item: Item, now: datetime) -> None:
        chips = [status_chip(item.status), (item.number, "grey")]
        lacks = f"还差：{'、'.join(item.missing)}" if item.missing else ""
        below = "　".join(filter(None, [item.applicant, item.union, lacks, left(item)]))
        self.fill(item.title, chips, waits(item, now), below)
