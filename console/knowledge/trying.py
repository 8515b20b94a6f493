"""试一试: a question, what the bot finds and why, and what the member would read."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.knowledge.ranking import show_tried
from console.knowledge.shelf import Shelf
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import still_may
from console.parts.facts import back
from console.parts.opening import open_page
from console.session import Visit
from knowledge.trying import Tried, try_programs, try_rights

LIST = "/knowledge"
PATH = "/knowledge/try"
WORDS = "写一句会员会问的话，看看机器人找到什么、怎么回答。这里只是试，不会发给任何人，也不会留下记录。"
BOTH = "机器人会先看这句话是问工会的事，还是问劳动法，再到对应的条目里找。两种都列在下面。"
LONGEST = 300


def add(deps: ConsoleDeps, shelf: Shelf) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="试一试 · 工会服务台")
    async def tried(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "knowledge", lambda here: show(deps, here, shelf))


async def show(deps: ConsoleDeps, here: Visit, shelf: Shelf) -> None:
    """Build the page."""
    with frame(here, here=LIST), box("inbox"):
        TryPage(deps, here, shelf)


class TryPage:
    """A field, and below it what was found the last time."""

    def __init__(self, deps: ConsoleDeps, here: Visit, shelf: Shelf) -> None:
        self.deps, self.here, self.shelf = deps, here, shelf
        back("知识库", LIST)
        with box(tag="h1"):
            ui.label("试一试")
        ui.label(WORDS).classes("hint")
        with box("trying"):
            self.question = ui.input("会员的问题").props(f"outlined maxlength={LONGEST} autofocus")
            self.question.on("keydown.enter", self.run)
            ui.button("试一试", on_click=self.run).props("unelevated")
        self.found = box("sheet")

    async def run(self) -> None:
        """Find, decide, and show."""
        question = (self.question.value or "").strip()
        if not question or not await still_may(self.deps, self.here, "knowledge"):
            return
        version = await self.shelf.now()
        if self.found.is_deleted:
            return
        readings: dict[str, Tried] = {
            "当作问工会的项目和事情": try_programs(version, question),
            "当作问劳动法": try_rights(version, question),
        }
        self.found.clear()
        with self.found:
            ui.label(BOTH).classes("hint")
            for title, tried in readings.items():
                show_tried(title, tried)
