"""The list of notices: how each stands and why, filtered, live; and how far broadcasts are."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.notices.rows import Row
from console.notices.running import Running, title
from console.parts.doing import is_allowed
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from union.notices.broadcasts import broadcasts
from union.notices.listing import Listed, listed
from union.notices.texts import STATES

PATH = "/notices"
PAGE = 100  # rows shown at first
ALL = ""


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="通知 · 工会服务台")
    async def notices(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "notices", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox notices"):
        page = Notices(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Notices:
    """Filters, the chosen broadcast's progress, and the rows."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here, self.most = deps, here, PAGE
        with box(tag="h1"):
            ui.label("通知")
        with box("filters"):
            self.state = ui.select({ALL: "全部状态", **STATES}, value=ALL, label="状态", on_change=self.refresh)
            self.broadcast = ui.select({ALL: "全部通知"}, value=ALL, label="群发", on_change=self.refresh)
        for field in (self.state, self.broadcast):
            field.props("outlined dense options-dense")
        self.broadcast.set_visibility(here.scope.is_everything)
        self.running = Running(deps, here, self.refresh)
        self.rows: Rows[Listed] = Rows("没有这样的通知。", lambda one: one.id, Row)
        self.more = ui.button("显示更早的通知", on_click=self.show_more).props("flat dense").classes("earlier")

    async def show_more(self) -> None:
        self.most += PAGE
        await self.refresh()

    async def refresh(self) -> None:
        """Read the notices and show them."""
        state, chosen = self.state.value or None, self.broadcast.value or None
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "notices"):
                ui.navigate.reload()
                return
            found = await listed(session, state=state, broadcast_id=chosen, most=self.most, scope=self.here.scope)
            # A broadcast goes to members of all unions: who sees one union neither counts nor stops it.
            newest = await broadcasts(session) if self.here.scope.is_everything else []
        if self.more.is_deleted:
            return
        now = self.deps.clock.now()
        options = {ALL: "全部通知", **{one.broadcast.id: title(one, now) for one in newest}}
        if options != self.broadcast.options:
            self.broadcast.set_options(options)
        self.running.show(next((one for one in newest if one.broadcast.id == chosen), None))
        self.rows.show(found, now)
        self.more.set_visibility(len(found) == self.most)
