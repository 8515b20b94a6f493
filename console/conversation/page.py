"""The conversation page: the queue beside it, the transcript, answering, ending."""

import re

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.conversation.composer import add_script
from console.conversation.desk import Desk
from console.deps import ConsoleDeps
from console.inbox import alerts
from console.inbox.queue import Queue
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.opening import nowhere, open_page
from console.session import Visit
from union.handoff.desk import DeskCase, desk_case

GONE = "它可能已被删除（会员取消关注后，记录会一并删除）。"
NUMBER = re.compile(r"[0-9]{1,9}")  # more digits than the database's integers have is no case


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page("/conversation/{number}", title="对话 · 工会服务台")
    async def conversation(request: Request, number: str) -> RedirectResponse | None:
        case_id = int(number) if NUMBER.fullmatch(number) else 0
        path = f"/conversation/{case_id}"
        return await open_page(deps, request, path, "talks", lambda here: find(deps, here, case_id))


async def find(deps: ConsoleDeps, here: Visit, case_id: int) -> None:
    """Show the case, or that it is not there."""
    async with deps.database.read() as session:
        case = await desk_case(session, case_id, scope=here.scope)
    if case is None:
        nowhere(here, "找不到这次对话", GONE, path="/", label="收件箱")
    else:
        await show(deps, here, case)


async def show(deps: ConsoleDeps, here: Visit, case: DeskCase) -> None:
    """Build the page."""
    ui.page_title(f"{case.member} · 工会服务台")
    add_script()
    alerts.add_script()
    with frame(here, here="/talks" if case.state == "ended" else "/"), box("talk"):
        with box("side", tag="aside"):
            queue = Queue(deps, here, current=case.id)
        desk = Desk(deps, here, case)
    await queue.refresh()
    await desk.refresh()
    deps.live.keep_fresh(queue.refresh, only_while=here.holds)
    deps.live.keep_fresh(desk.refresh, only_while=here.holds, member_id=case.member_id)
