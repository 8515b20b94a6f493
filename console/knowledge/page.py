"""The list of entries: what is to be looked at again first."""

import asyncio
from datetime import datetime
from typing import get_args

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.knowledge import editing, sheet, trying
from console.knowledge.shelf import NOBODY, Shelf, within
from console.knowledge.words import KINDS, THEMES, chips
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import chosen, pile_tabs, search
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from knowledge.editing.desk import Listed, Wanted, counts, listed
from knowledge.entries import WHOLE_PROVINCE
from knowledge.places import cities
from knowledge.rights import Topic

PATH = "/knowledge"
ALL = ""
PAGE = 40  # rows shown at first
NONE = "没有符合的条目。换个词试试，或者点“写新问答”添一条。"
NOTHING = "这里没有您地区的条目。可以点“写新问答”，写下您那里会员常问的事。"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console; the longer and fixed paths first."""
    shelf = Shelf(deps)
    trying.add(deps, shelf)
    editing.add(deps, shelf)
    sheet.add(deps, shelf)

    @console_page(PATH, title="知识库 · 工会服务台")
    async def knowledge(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "knowledge", lambda here: show(deps, here, shelf))


async def show(deps: ConsoleDeps, here: Visit, shelf: Shelf) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = KnowledgeList(deps, here, shelf)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds, member_id=NOBODY)


class KnowledgeList:
    """Filters and rows: overdue ones first, then the longest not looked at."""

    def __init__(self, deps: ConsoleDeps, here: Visit, shelf: Shelf) -> None:
        self.deps, self.here, self.shelf, self.most = deps, here, shelf, PAGE
        with box("titled"):
            with box(tag="h1"):
                ui.label("知识库")
            with box("buttons"):
                ui.button("试一试", on_click=lambda: ui.navigate.to(trying.PATH)).props("outline")
                ui.button("写新问答", on_click=lambda: ui.navigate.to(f"{PATH}/new/guide")).props("unelevated")
        self.due = ui.label().classes("hint")
        self.pile = pile_tabs({ALL: "全部", "due": "该核对了", "soon": "快到核对时间"}, self.again)
        with box("filters"):
            self.words = search("找什么", self.again)
            self.kind = self._select({ALL: "全部", **dict(KINDS.items())}, "哪一类")
            self.city = self._select({ALL: "全部地区", **{one: one for one in [WHOLE_PROVINCE, *cities()]}}, "地区")
            self.theme = self._select({ALL: "全部主题", **THEMES, **{one: one for one in get_args(Topic)}}, "主题")
        self.rows: Rows[Listed] = Rows(NONE, lambda one: (one.kind, one.entry_id), lambda one: EntryRow(one))
        self.more = ui.button("再看一些", on_click=self.show_more).props("flat dense").classes("earlier")

    def _select(self, options: dict[str, str], label: str) -> ui.select:
        return ui.select(options, value=ALL, label=label, on_change=self.again).props("outlined dense options-dense")

    async def show_more(self) -> None:
        self.most += PAGE
        await self.refresh()

    async def again(self) -> None:
        """Another question to the list: from its beginning."""
        self.most = PAGE
        await self.refresh()

    async def refresh(self) -> None:
        """Read and show."""
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "knowledge"):
                ui.navigate.reload()
                return
        content = (await self.shelf.now()).content
        now, limits, wanted = self.deps.clock.now(), within(self.here), self._wanted()
        found = await asyncio.to_thread(listed, content, wanted, now, limits)  # looks through every text
        if self.rows.is_deleted or wanted != self._wanted():
            return
        states = counts(content, now, limits)
        self.due.text = (
            f"共 {sum(states.values())} 条，{states['overdue']} 条超过一年没有核对，{states['soon']} 条快到期。"
        )
        self.rows.empty.text = NONE if any(states.values()) else NOTHING
        self.rows.show(found[: self.most], now)
        self.more.set_visibility(len(found) > self.most)

    def _wanted(self) -> Wanted:
        return Wanted(
            (self.words.value or "").strip(),
            next((kind for kind in KINDS if kind == self.kind.value), ""),
            chosen(self.city) or "",
            chosen(self.theme) or "",
            self.pile.value or "",
        )


class EntryRow(Line):
    """One entry; the row leads to its page."""

    def __init__(self, one: Listed) -> None:
        super().__init__(f"{PATH}/{one.kind}/{one.entry_id}")

    def update(self, one: Listed, now: datetime) -> None:
        self.fill(
            one.name, chips(one), f"{one.review.checked} {'的来源' if one.review.is_source else '核对'}", one.place
        )
