"""Looking for applications on whichever pile, and taking them away as a spreadsheet."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.applications.words import status_chip
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.downloading import download
from console.parts.facts import back
from console.parts.fields import Answers
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.words import day
from union.applications.finding import MOST, Found, Wanted, applications_table, choices, find
from union.applications.kinds import kinds
from union.applications.texts import STATUS_WORDS

PATH = "/applications/find"
LIST = "/applications"
ALL = ""
NONE = "没有这样的申请。可以少选几个条件再看。"
WORDS = "表里有姓名和手机号，只用来办理发放，请妥善保管。导出会留下记录。"
MORE = f"只列出最近 {MOST} 份；导出的表里是全部。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console; before the page of one application, whose path would take it."""

    @console_page(PATH, title="查找申请 · 工会服务台")
    async def found(request: Request, batch: str = "") -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "applications", lambda here: show(deps, here, batch[:64]))


async def show(deps: ConsoleDeps, here: Visit, round_id: str) -> None:
    """Build the page; `round_id`: the round that is chosen at first."""
    async with deps.database.read() as session:
        rounds, unions = await choices(session, scope=here.scope)
    with frame(here, here=LIST), box("inbox"):
        page = Finding(deps, here, rounds, unions, round_id)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Finding:
    """Four filters, rows, and the export of what they say."""

    def __init__(
        self, deps: ConsoleDeps, here: Visit, rounds: dict[str, str], unions: list[str], round_id: str
    ) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "applications")
        back("申请", LIST)
        with box("titled"):
            with box(tag="h1"):
                ui.label("查找申请")
            self.export = Ask("导出名单？", WORDS, "导出", self.on_export)
            ui.button("导出", on_click=lambda: self.export.open()).props("outline")
        known = {kind.id: kind.title for kind in kinds().values()}
        first = round_id if round_id in rounds else ALL
        with box("filters"):
            self.kind = self._select("种类", {ALL: "全部种类", **known})
            self.round = self._select("批次", {ALL: "全部批次", **rounds}, first)
            self.union = self._select("受理工会", {ALL: "全部工会", **{name: name for name in unions}})
            self.status = self._select("状态", {ALL: "全部状态", **STATUS_WORDS})
        self.more = ui.label(MORE).classes("hint")
        self.rows: Rows[Found] = Rows(NONE, lambda one: one.number, lambda one: FoundRow(one))

    def _select(self, label: str, options: dict[str, str], value: str = ALL) -> ui.select:
        field = ui.select(options, value=value, label=label, on_change=self.refresh)
        return field.props("outlined dense options-dense")

    @property
    def wanted(self) -> Wanted:
        chosen = (self.kind, self.round, self.union, self.status)
        return Wanted(*(str(field.value or "") for field in chosen))

    async def refresh(self) -> None:
        """Read and show."""
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "applications"):
                ui.navigate.reload()
                return
            found = await find(session, self.wanted, scope=self.here.scope)
        if self.rows.is_deleted:
            return
        self.more.set_visibility(len(found) == MOST)
        self.rows.show(found, self.deps.clock.now())

    async def on_export(self, answers: Answers, key: str) -> str:
        wanted, scope = self.wanted, self.here.scope
        await download(self.do, lambda s: applications_table(s, wanted, scope=scope), "申请名单", what="导出申请名单")
        return ""


class FoundRow(Line):
    """One application; the row leads to its page."""

    def __init__(self, one: Found) -> None:
        super().__init__(f"{LIST}/{one.number}")

    def update(self, one: Found, now: datetime) -> None:
        yuan = f"{one.yuan} 元" if one.yuan else ""
        chips = [status_chip(one.status), (one.number, "grey")]
        below = "　".join(filter(None, [one.applicant, one.union, yuan]))
        self.fill(one.title, chips, day(one.submitted_at, now), below)
