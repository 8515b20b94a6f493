"""The settings of the desk, one section each."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.desk import replies
from console.desk.groups import Groups
from console.desk.hours import HoursForm
from console.desk.labels import Labels
from console.desk.people import People
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.opening import open_page
from console.session import Visit

PATH = "/desk"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console."""

    @console_page(PATH, title="接待设置 · 工会服务台")
    async def desk(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "desk", lambda here: show(deps, here))

    replies.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        with box("titled"):
            with box(tag="h1"):
                ui.label("接待设置")
            ui.button("常用回复", on_click=lambda: ui.navigate.to(replies.PATH)).props("outline")
        sections = (Groups(deps, here), HoursForm(deps, here), People(deps, here), Labels(deps, here))
    for section in sections:
        await section.refresh()
        deps.live.keep_fresh(section.refresh, only_while=here.holds)
