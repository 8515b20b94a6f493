"""The list of events: what is still to come first, by state, kind, place and month."""

from datetime import datetime
from typing import Literal

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.events import calendar, changing, entering, importing, meeting, sessions, sheet
from console.events.choices import areas
from console.events.months import month_span, months
from console.events.words import STAGES, area, chips, numbers
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import chosen, search
from console.parts.line import Line as RowLine
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from union.events.kinds import KINDS
from union.events.overview import MOST, Line, Wanted, overview
from union.events.stages import Stage
from union.wording import day_and_time

PATH = "/events"
ALL = ""
NONE = "这里还没有活动。点“新建活动”，填好就是草稿，发布后会员马上能报名。"
NONE_SUCH = "没有符合条件的活动，换一个条件看看。"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console; those with a name before that of one event, whose path would take theirs."""

    @console_page(PATH, title="活动 · 工会服务台")
    async def events(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "events", lambda here: show(deps, here))

    for part in (entering, calendar, importing, changing, sessions, meeting, sheet):
        part.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Events(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Events:
    """Filters and rows."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        with box("titled"):
            with box(tag="h1"):
                ui.label("活动")
            with box("buttons"):
                ui.button("新建活动", on_click=lambda: ui.navigate.to("/events/new")).props("unelevated")
                ui.button("月历", on_click=lambda: ui.navigate.to("/events/calendar")).props("outline")
                ui.button("从表格导入", on_click=lambda: ui.navigate.to("/events/import")).props("outline")
        with box("filters"):
            self.stage = self._select(
                "状态", {ALL: "还没结束的", **{str(stage): name for stage, name in STAGES.items()}}
            )
            self.kind = self._select("类型", {ALL: "全部类型", **{kind: kind for kind in KINDS}})
            self.city = self._select("城市", {ALL: "全部城市", **{city: city for city in areas()}})
            self.district = self._select("区县", {ALL: "全部区县"})
            self.month = self._select("月份", {ALL: "全部月份", **months(deps.clock.now())})
            self.title = search("名称", self.refresh)
        self.city.on_value_change(self._offer_districts)
        self.rows: Rows[Line] = Rows(NONE, lambda one: one.event.event_id, EventRow)
        self.more = ui.label(f"只显示最近的 {MOST} 场，选月份或类型可以看别的。").classes("hint")

    def _select(self, label: str, options: dict[str, str]) -> ui.select:
        select = ui.select(options, value=ALL, label=label, on_change=self.refresh)
        return select.props("outlined dense options-dense")

    @property
    def wanted(self) -> Wanted:
        month = chosen(self.month)
        since, until = month_span(month) if month else (None, None)
        stage: Stage | Literal[""] = next((one for one in STAGES if one == self.stage.value), "")
        city, district = chosen(self.city) or "", chosen(self.district) or ""
        return Wanted(stage, chosen(self.kind) or "", city, district, since, until, (self.title.value or "").strip())

    def _offer_districts(self) -> None:
        names = areas().get(self.city.value, ())
        self.district.set_options({ALL: "全部区县", **{name: name for name in names}}, value=ALL)

    async def refresh(self) -> None:
        """Read and show."""
        wanted, now = self.wanted, self.deps.clock.now()
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "events"):
                ui.navigate.reload()
                return
            found = await overview(session, wanted, now, scope=self.here.scope)
        if self.rows.is_deleted:
            return
        self.rows.empty.text = NONE if wanted == Wanted() else NONE_SUCH
        self.rows.show(found, now)
        self.more.set_visibility(sum(len(one.sessions) for one in found) >= MOST)


class EventRow(RowLine):
    """One event; the row leads to its page."""

    def __init__(self, one: Line) -> None:
        super().__init__(f"{PATH}/{one.event.event_id}")

    def update(self, one: Line, now: datetime) -> None:
        event, count = one.event, len(one.sessions)
        when = event.when if count == 1 else f"{day_and_time(event.starts_at)} 等 {count} 场"
        self.fill(event.event_title, chips(one), numbers(one), f"{when}　{area(event)}　{event.place}")
