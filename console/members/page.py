"""Members: find one by what they have at hand; new phones to settle."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.members import entry, sheet
from console.members.phones import Phones
from console.members.searching import Searching
from console.parts.opening import open_page
from console.session import Visit

PATH = "/members"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console."""

    @console_page(PATH, title="会员 · 工会服务台")
    async def members(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "members", lambda here: show(deps, here))

    sheet.add(deps)
    entry.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        with box(tag="h1"):
            ui.label("会员")
        Searching(deps, here)
        phones = Phones(deps, here)
        ui.label("入会申请在“申请”里审核，种类选“加入工会”。").classes("hint")
    await phones.refresh()
    deps.live.keep_fresh(phones.refresh, only_while=here.holds)
