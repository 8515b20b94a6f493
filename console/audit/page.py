"""The log: who did what, and when. It is read, filtered and taken away; nothing in it can be changed."""

from datetime import datetime, time, timedelta

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.clock import SHANGHAI
from console.appointments.days import read_day
from console.audit.rows import LogRow
from console.audit.words import COLUMNS, TASKS, cells
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.downloading import Cells, download
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from union.audit.models import AuditEntry
from union.audit.service import COMMAND, Wanted, entries
from union.staff.accounts import accounts

PATH = "/audit"
PAGE = 100
MOST = 20_000  # rows of an export
ALL = ""
NONE = "没有这样的操作记录。"
HELP = "同事在服务台做的每一步都记在这里，包括查看会员的资料。记录只能看，不能改。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="操作记录 · 工会服务台")
    async def audit(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "audit", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        names = [one.name for one in await accounts(session, here.scope)]
    with frame(here, here=PATH), box("inbox"):
        page = Log(deps, here, names)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Log:
    """Filters and rows, the newest first."""

    def __init__(self, deps: ConsoleDeps, here: Visit, names: list[str]) -> None:
        self.deps, self.here, self.most, self.member_id = deps, here, PAGE, ""
        self.do = Doing(deps, here, "audit")
        with box("titled"):
            with box(tag="h1"):
                ui.label("操作记录")
            ui.button("导出表格", on_click=self.export).props("outline")
        ui.label(HELP).classes("hint")
        people = {ALL: "全部账号", **{name: name for name in names}}
        people |= {COMMAND: "命令行"} if here.scope.is_everything else {}
        with box("filters"):
            self.staff = ui.select(people, value=ALL, label="账号", with_input=True, on_change=self.refresh)
            self.task = ui.select({ALL: "全部", **TASKS}, value=ALL, label="哪一类", on_change=self.refresh)
            self.since = ui.input("从哪天", on_change=self.refresh).props('type="date" stack-label')
            self.until = ui.input("到哪天", on_change=self.refresh).props('type="date" stack-label')
            for field in (self.staff, self.task, self.since, self.until):
                field.props("outlined dense options-dense")
        self.about = ui.button("只看同一位会员的记录，点这里看全部", on_click=lambda: self.only(""))
        self.about.props("outline").set_visibility(False)
        self.rows: Rows[AuditEntry] = Rows(NONE, lambda one: one.id, lambda one: LogRow(one, self.only))
        self.more = ui.button("显示更早的记录", on_click=self.show_more).props("flat dense").classes("earlier")

    def wanted(self) -> Wanted:
        """What the filters say; days are Shanghai's, the last one counts in."""
        first, last = read_day(self.since.value), read_day(self.until.value)
        return Wanted(
            staff=self.staff.value or "",
            task=self.task.value or "",
            member_id=self.member_id,
            since=datetime.combine(first, time(), SHANGHAI) if first else None,
            until=datetime.combine(last + timedelta(days=1), time(), SHANGHAI) if last else None,
            scope=self.here.scope,
        )

    async def refresh(self) -> None:
        """Read and show."""
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "audit"):
                ui.navigate.reload()
                return
            found = list(await entries(session, self.wanted(), most=self.most))
        if self.rows.is_deleted:
            return
        self.about.set_visibility(bool(self.member_id))
        self.rows.show(found, self.deps.clock.now())
        self.more.set_visibility(len(found) == self.most)

    async def only(self, member_id: str) -> None:
        """What was done about one member; "" for all."""
        self.member_id = member_id
        await self.refresh()

    async def show_more(self) -> None:
        self.most += PAGE
        await self.refresh()

    async def export(self) -> None:
        """What the filters show, whole."""
        wanted = self.wanted()

        async def read(session: AsyncSession) -> Cells:
            return [COLUMNS, *(cells(one) for one in await entries(session, wanted, most=MOST))]

        await download(self.do, read, "操作记录", what="导出操作记录")
        await self.refresh()
