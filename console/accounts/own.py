"""One's own account: password, second factor, and where one is signed in."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.accounts.own_factor import OwnFactor
from console.accounts.own_password import OwnPassword
from console.accounts.own_sessions import OwnSessions
from console.accounts.words import ALL, ROLES
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.facts import back, facts
from console.parts.opening import home, open_page
from console.session import Visit
from union.staff.accounts import unions_within

PATH = "/me"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="我的账号 · 工会服务台")
    async def own(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "own_account", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        unions = await unions_within(session)
    begins, begins_at = home(here.staff.role)
    with frame(here, here=PATH), box("inbox"):
        back(begins, begins_at)
        with box(tag="h1"):
            ui.label("我的账号")
        union = unions.get(here.staff.union_id or "", "") or ALL
        facts([("账号", here.staff.name), ("岗位", ROLES.get(here.staff.role, "")), ("工会", union)])
        OwnPassword(deps, here)
        factor = OwnFactor(deps, here)
        sessions = OwnSessions(deps, here)
    await factor.refresh()
    await sessions.refresh()
    deps.live.keep_fresh(sessions.refresh, only_while=here.holds)
