"""The inbox: who waits, who is being answered."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.conversation.steps import Steps
from console.deps import ConsoleDeps
from console.inbox import alerts
from console.inbox.keys import keys
from console.inbox.queue import Queue
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.opening import open_page
from console.session import Visit
from union.handoff.service import take

TITLE = "收件箱 · 工会服务台"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page("/", title=TITLE)
    async def inbox(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, "/", "talks", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    steps = Steps(deps, here)
    alerts.add_script()
    with frame(here, here="/"), box("inbox") as page:
        with box("titled"):
            with box(tag="h1"):
                ui.label("收件箱")
            with box("desk-tools"):
                alerts.switch()
                keys()
        queue = Queue(deps, here, on_take=lambda case_id: take_case(steps, case_id, page), on_count=show_count)
    await queue.refresh()
    alerts.begin()
    deps.live.keep_fresh(queue.refresh, only_while=here.holds)


async def take_case(steps: Steps, case_id: int, page: ui.element) -> None:
    """Take the case and open it; where a colleague was quicker, say so. Its row is gone by then: `page` is not."""
    now = steps.deps.clock.now()
    wrong = await steps(
        lambda s: take(s, case_id, steps.me, now, scope=steps.scope, limits=steps.limits), what="接待会员"
    )
    with page:
        if wrong:
            ui.notify(wrong, type="warning")
            steps.deps.live.changed.emit("")
        else:
            ui.navigate.to(f"/conversation/{case_id}")


def show_count(waiting: int) -> None:
    """The number of waiting members in the browser's tab."""
    ui.page_title(f"（{waiting}）{TITLE}" if waiting else TITLE)
