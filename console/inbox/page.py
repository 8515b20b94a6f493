"""The inbox: who waits, who is being answered."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.inbox.queue import Queue
from console.layout.frame import box, frame
from console.parts.doing import still_may
from console.parts.opening import open_page
from console.refusals import why
from console.session import Visit
from union.handoff.service import Refused, take

TITLE = "收件箱 · 工会服务台"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @ui.page("/", title=TITLE)
    async def inbox(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, "/", "talks", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""

    async def on_take(case_id: int) -> None:
        await take_case(deps, here, case_id)

    with frame(here, here="/"), box("inbox"):
        with box(tag="h1"):
            ui.label("收件箱")
        queue = Queue(deps, here, on_take=on_take, on_count=show_count)
    await queue.refresh()
    deps.live.keep_fresh(queue.refresh, only_while=here.holds)


async def take_case(deps: ConsoleDeps, here: Visit, case_id: int) -> None:
    """Take the case and open it; where a colleague was quicker, say so."""
    if not await still_may(deps, here, "talks"):
        return
    taken = await deps.database.transact(lambda s: take(s, case_id, here.staff.name, deps.clock.now()))
    if isinstance(taken, Refused):
        ui.notify(why(taken), type="warning")
        deps.live.changed.emit("")
        return
    await deps.tell(taken.case.member_id)
    ui.navigate.to(f"/conversation/{case_id}")


def show_count(waiting: int) -> None:
    """The number of waiting members in the browser's tab."""
    ui.page_title(f"（{waiting}）{TITLE}" if waiting else TITLE)
