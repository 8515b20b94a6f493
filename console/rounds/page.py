"""The rounds with their numbers, by state and kind; and their budgets together."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.facts import heading
from console.parts.filters import chosen, pile_tabs
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.parts.table import Table
from console.rounds import opening, sheet
from console.rounds.words import LOOKS, STATES, dates, numbers_line
from console.session import Visit
from union.applications.kinds import kinds
from union.applications.round_desk import RoundShown, State, rounds_shown, total

PATH = "/rounds"
ALL = ""
NONE = {
    "open": "现在没有进行中的批次。点“新开一批”，会员就能申请了。",
    "coming": "没有还没开始的批次。",
    "over": "还没有结束的批次。",
}
HEAD = (
    "批次",
    "收到",
    "待审核",
    "等材料",
    "通过",
    "未通过",
    "已发放",
    "预算（元）",
    "已批（元）",
    "还剩（元）",
    "已发（元）",
)


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console; that of a new round before that of one, whose path would take it."""

    @console_page(PATH, title="申请批次 · 工会服务台")
    async def rounds(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "rounds", lambda here: show(deps, here))

    opening.add(deps)
    sheet.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox wide"):
        page = RoundsPage(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class RoundsPage:
    """Tabs by state, a kind, rows, and the table of budgets."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        with box("titled"):
            with box(tag="h1"):
                ui.label("申请批次")
            ui.button("新开一批", on_click=lambda: ui.navigate.to(opening.PATH)).props("unelevated")
        self.tabs = pile_tabs(STATES, self.refresh)
        with box("filters"):
            options = {ALL: "全部种类", **{kind.id: kind.title for kind in kinds().values()}}
            self.kind = ui.select(options, value=ALL, label="种类", on_change=self.refresh)
            self.kind.props("outlined dense options-dense")
        self.rows: Rows[RoundShown] = Rows(NONE["open"], lambda one: one.id, lambda one: RoundRow(one))
        with box("section", tag="section") as self.budget:
            heading("名额和预算")
            self.table = Table(HEAD, label="名额和预算")

    async def refresh(self) -> None:
        """Read and show."""
        state: State = self.tabs.value
        now = self.deps.clock.now()
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "rounds"):
                ui.navigate.reload()
                return
            found = await rounds_shown(session, state, now, kind=chosen(self.kind), scope=self.here.scope)
        if self.rows.is_deleted:
            return
        self.rows.empty.text = NONE[state]
        self.rows.show(found, now)
        self.budget.set_visibility(bool(found))
        self.table.show([*(_cells(one) for one in found), *([_sum(found)] if len(found) > 1 else [])])


def _cells(one: RoundShown) -> list[object]:
    found = one.numbers
    yuan = (one.budget_yuan, found.yuan, one.yuan_left, found.paid_yuan) if one.kind.money else (None,) * 4
    counts = (found.handed_in, found.waiting, found.missing, found.granted, found.refused, found.paid)
    return [one.title, *counts, *yuan]


def _sum(found: list[RoundShown]) -> list[object]:
    """All together; a budget only where each round that gives money has one."""
    all_ = total(found)
    money = [one for one in found if one.kind.money]
    limits = [one.budget_yuan for one in money]
    budget = sum(limit for limit in limits if limit is not None) if None not in limits else None
    left = None if budget is None else budget - all_.yuan
    counts = (all_.handed_in, all_.waiting, all_.missing, all_.granted, all_.refused, all_.paid)
    return ["合计", *counts, *((budget, all_.yuan, left, all_.paid_yuan) if money else (None,) * 4)]


class RoundRow(Line):
    """One round; the row leads to its page."""

    def __init__(self, one: RoundShown) -> None:
        super().__init__(f"{PATH}/{one.id}")

    def update(self, one: RoundShown, now: datetime) -> None:
        chips = [(STATES[one.state], LOOKS[one.state]), (one.kind.title, "grey")]
        self.fill(one.title, chips, "", f"{one.union}　{dates(one)}　{numbers_line(one)}")
