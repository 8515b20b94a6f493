"""Batches: which are short of their group, whose places are handed out, who was offered one."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.excursions import batch, importing, members, rules
from console.excursions.words import chips
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import pile_tabs
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.words import clock_time, day
from union.excursions.board import Batch, batches
from union.wording import day_and_time

PATH = "/excursions"
PILES = {"ahead": "还没出发", "past": "已经出发"}
NONE = {
    "ahead": "没有将要出发的批次。在“活动”里发布疗休养活动后，会出现在这里。",
    "past": "还没有出发过的批次。",
}
LINKS = (("会员额度", members.PATH), ("按表格发放", importing.PATH), ("额度规定", rules.PATH))


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console."""

    @console_page(PATH, title="疗休养 · 工会服务台")
    async def excursions(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "excursions", lambda here: show(deps, here))

    for part in (batch, members, importing, rules):
        part.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Excursions(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Excursions:
    """Batches in the area, and the ways to what members are entitled to."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        with box("titled"):
            with box(tag="h1"):
                ui.label("疗休养")
            with box("filters"):
                for label, path in LINKS:
                    ui.link(label, path).classes("back", remove="nicegui-link")
        self.pile = pile_tabs(PILES, self.refresh)
        self.rows: Rows[Batch] = Rows(NONE["ahead"], lambda one: one.meeting.id, lambda one: BatchRow(one))

    async def refresh(self) -> None:
        """Read and show."""
        now, pile = self.deps.clock.now(), str(self.pile.value)
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "excursions"):
                ui.navigate.reload()
                return
            found = await batches(session, now, self.here.scope, past=pile == "past")
        if self.rows.is_deleted:
            return
        self.rows.empty.text = NONE[pile]
        self.rows.show(found, now)


class BatchRow(Line):
    """One batch; the row leads to its page."""

    def __init__(self, one: Batch) -> None:
        super().__init__(f"{batch.PATH}/{one.meeting.id}")

    def update(self, one: Batch, now: datetime) -> None:
        meeting, state = one.meeting, one.state
        when = f"{day(meeting.starts_at, now)} {clock_time(meeting.starts_at)}"
        short = f"　成团截止 {day_and_time(state.deadline)}" if state.missing and state.deadline else ""
        self.fill(meeting.title, chips(one, now), when, f"已报 {state.taken} / {state.capacity} 人{short}")
