"""Rosters: the tree of unions with numbers, and the imports."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.facts import heading
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.roster import imports, unions
from console.roster.runner import Runner
from console.roster.template import download_template
from console.roster.words import LEVELS, people, state
from console.session import Visit
from console.words import clock_time, day
from union.roster.branches import Branch, branches
from union.roster.runs_desk import Run, runs

PATH = "/roster"
NONE = "还没有工会。请先新增一家，再导入它的名册。"
NO_RUNS = "还没有导入过名册。点开一家工会，就能上传它的名册。"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console."""
    runner = Runner(deps)

    @console_page(PATH, title="名册 · 工会服务台")
    async def roster(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "roster", lambda here: show(deps, here))

    imports.add(deps, runner)
    unions.add(deps, runner)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Rosters(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Rosters:
    """Unions, each leading to its page; below them the imports, the newest first."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        with box(tag="h1"):
            ui.label("名册")
        with box("section", tag="section"):
            heading("工会")
            self.unions: Rows[Branch] = Rows(NONE, lambda one: (one.id, one.depth), BranchRow)
            with box("days"):
                ui.button("新增工会", on_click=lambda: ui.navigate.to(f"{PATH}/new")).props("outline")
                ui.button("下载名册模板", on_click=download_template).props("outline")
        with box("section", tag="section"):
            heading("导入记录")
            self.runs: Rows[Run] = Rows(NO_RUNS, lambda one: one.id, RunRow)

    async def refresh(self) -> None:
        now = self.deps.clock.now()
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "roster"):
                ui.navigate.reload()
                return
            shown = await branches(session, scope=self.here.scope)
            newest = await runs(session, now, scope=self.here.scope)
        if not self.runs.is_deleted:
            self.unions.show(shown, now)
            self.runs.show(newest, now)


class BranchRow(Line):
    """One union, as far to the right as it is deep in the tree."""

    def __init__(self, one: Branch) -> None:
        super().__init__(f"{PATH}/{one.id}")
        self.root.style(f"margin-left: min({one.depth * 20}px, {one.depth * 4}vw)")

    def update(self, one: Branch, now: datetime) -> None:
        allied = f"；结对：{'、'.join(one.allies)}" if one.allies else ""
        self.fill(one.name, [(LEVELS[one.level], "grey")], "", people(one) + allied)


class RunRow(Line):
    """One import."""

    def __init__(self, one: Run) -> None:
        super().__init__(f"{PATH}/imports/{one.id}")

    def update(self, one: Run, now: datetime) -> None:
        when = f"{day(one.started_at, now)} {clock_time(one.started_at)}"
        self.fill(one.union, [state(one)], when, f"{one.file}　{one.staff}")
