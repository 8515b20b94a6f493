"""The list of places: by kind, area and name; where it comes from and how old that is."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.downloading import download
from console.parts.facts import facts, heading
from console.parts.filters import chosen, pile_tabs, search
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.places import bringing, sheet
from console.places.words import chip
from console.session import Visit
from union.places.desk import MOST, areas, place_rows, places
from union.places.kinds import words
from union.places.models import Place
from union.places.service import count_places

PATH = "/places"
NONE = "没有这样的场所。可以换个条件查，或者新增、导入。"
ALL = ""


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console."""

    @console_page(PATH, title="场所 · 工会服务台")
    async def all_places(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "places", lambda here: show(deps, here))

    bringing.add(deps)
    sheet.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        there = await areas(session, scope=here.scope)
    with frame(here, here=PATH), box("inbox"):
        page = Places(deps, here, there)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Places:
    """Filters and rows; below them the sources."""

    def __init__(self, deps: ConsoleDeps, here: Visit, there: list[str]) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "places")
        with box(tag="h1"):
            ui.label("场所")
        self.tabs = pile_tabs({False: "对会员显示", True: "已停用"}, self.refresh)
        with box("filters"):
            self.kind = self._select({ALL: "全部种类", **words().names}, "种类")
            self.area = self._select({ALL: "全部地区", **{name: name for name in there}}, "地区")
            self.said = search("名称或地址", self.refresh)
        with box("days"):
            ui.button("新增场所", on_click=lambda: ui.navigate.to(f"{PATH}/new")).props("unelevated")
            ui.button("导入表格", on_click=lambda: ui.navigate.to(f"{PATH}/import")).props("outline")
            ui.button("导出表格", on_click=self.on_export).props("outline")
        self.rows: Rows[Place] = Rows(NONE, lambda one: one.id, PlaceRow)
        self.more = ui.label(f"只显示前 {MOST} 个，请用条件缩小范围。").classes("hint")
        with box("section", tag="section") as self.section:
            heading("来源")
            self.sources = box()

    def _select(self, options: dict[str, str], label: str) -> ui.select:
        select = ui.select(options, value=ALL, label=label, on_change=self.refresh)
        return select.props("outlined dense options-dense")

    async def refresh(self) -> None:
        now, scope = self.deps.clock.now(), self.here.scope
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "places"):
                ui.navigate.reload()
                return
            found = await places(
                session,
                kind=chosen(self.kind) or "",
                area=chosen(self.area) or "",
                said=(self.said.value or "").strip(),
                closed=bool(self.tabs.value),
                scope=scope,
            )
            counts = await count_places(session, scope=scope)
        if self.rows.is_deleted:
            return
        self.rows.show(found, now)
        self.more.set_visibility(len(found) == MOST)
        self.section.set_visibility(bool(counts))
        self.sources.clear()
        with self.sources:
            facts([(source, f"{count} 个，截至 {as_of}") for source, as_of, count in counts])

    async def on_export(self) -> None:
        scope = self.here.scope
        await download(self.do, lambda s: place_rows(s, scope=scope), "场所", what="导出场所")


class PlaceRow(Line):
    """One place; the row leads to its page."""

    def __init__(self, one: Place) -> None:
        super().__init__(f"{PATH}/{one.id}")

    def update(self, one: Place, now: datetime) -> None:
        chips = [chip(one, now), (words().names[one.kind], "grey")]
        told = [one.address, one.hours_text or "开放时间不详"]
        self.fill(one.name, chips, f"截至 {one.as_of}", "　".join(told))
