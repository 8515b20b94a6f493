"""Numbers of matchmaking, its rounds, and introductions by state."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.matchmaking.rounds import Starting
from console.matchmaking.words import LOOKS, ROUNDS, STATES, of_round, outcomes, profiles
from console.parts.doing import is_allowed
from console.parts.facts import facts, heading
from console.parts.filters import pile_tabs
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.words import clock_time, day
from union.matchmaking.desk import Figures, RoundShown, figures, rounds_held
from union.matchmaking.rounds import IntroductionLine, introductions

PATH = "/matchmaking"
SHOWN = 50  # introductions: the page is for looking, not for reading all of them
NO_ROUNDS = "还没有介绍过。会员在微信里登记相亲资料后，点“开始一轮介绍”，系统会把条件互相符合的人两两介绍。"
NO_INTRODUCTIONS = "没有这样的介绍。"
PRIVATE = "这里只有人数和结果。会员登记的资料只用来配对，工作人员看不到。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="相亲 · 工会服务台")
    async def matchmaking(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "matchmaking", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Matchmaking(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Matchmaking:
    """Shown anew when something changed; the dialog stands outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.shown: Figures | None = None
        with box(tag="h1"):
            ui.label("相亲介绍")
        ui.label(PRIVATE).classes("hint")
        with box("section", tag="section"):
            heading("登记")
            self.numbers = box("sheet")
        with box("section", tag="section"):
            heading("介绍轮次")
            Starting(deps, here, self.refresh)
            self.rounds: Rows[RoundShown] = Rows(NO_ROUNDS, lambda one: one.id, lambda one: RoundRow(one))
        with box("section", tag="section"):
            heading("介绍的结果")
            self.outcomes = box("sheet")
            self.state = pile_tabs(STATES, self.refresh)
            self.lines: Rows[IntroductionLine] = Rows(
                NO_INTRODUCTIONS, lambda one: one.id, lambda one: IntroductionRow(one)
            )

    async def refresh(self) -> None:
        """Read and show."""
        now, scope = self.deps.clock.now(), self.here.scope
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "matchmaking"):
                ui.navigate.reload()
                return
            found = await figures(session, now, scope)
            rounds = await rounds_held(session, scope)
            lines = await introductions(session, str(self.state.value), scope, SHOWN)
        if self.rounds.is_deleted:
            return
        if found != self.shown:
            self.shown = found
            self._fill(found)
        self.rounds.show(rounds, now)
        self.lines.show(lines, now)

    def _fill(self, found: Figures) -> None:
        for place, lines in ((self.numbers, profiles(found)), (self.outcomes, outcomes(found))):
            place.clear()
            with place:
                facts(lines)


class RoundRow:
    """Who started it when, and what it came to."""

    def __init__(self, one: RoundShown) -> None:
        with box("row-work") as self.root, box("text"):
            with box("name"):
                self.when = ui.label()
                self.chip = ui.label()
            self.text = ui.label().classes("hint")

    def update(self, one: RoundShown, now: datetime) -> None:
        text, look = ROUNDS[one.state]
        self.when.text = f"{day(one.started_at, now)} {clock_time(one.started_at)}　{one.by}"
        self.chip.text = text
        self.chip.classes(replace=f"chip {look}")
        self.text.text = of_round(one)


class IntroductionRow:
    """How well two fit and why, without who they are."""

    def __init__(self, one: IntroductionLine) -> None:
        with box("row-work") as self.root, box("text"):
            with box("name"):
                ui.label(f"匹配 {one.score} 分")
                ui.label(STATES[one.state]).classes(f"chip {LOOKS[one.state]}")
            self.when = ui.label().classes("hint")
            ui.label("；".join(one.lines)).classes("plain hint")

    def update(self, one: IntroductionLine, now: datetime) -> None:
        until = f"，{day(one.expires_at, now)} {clock_time(one.expires_at)} 前回复" if one.state == "open" else ""
        self.when.text = f"{day(one.created_at, now)} {clock_time(one.created_at)} 介绍{until}"
