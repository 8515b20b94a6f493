"""Granting by a table: looked at first, all wrong rows named at once, then granted to all of its members or to none."""

from hashlib import sha256

from nicegui import events, ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.spreadsheet import as_xlsx
from console.deps import ConsoleDeps
from console.excursions import words
from console.excursions.checking import MOST_BYTES, TOO_BIG, Checked, check
from console.excursions.words import why_not
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, still_may
from console.parts.downloading import XLSX
from console.parts.facts import back
from console.parts.fields import Answers
from console.parts.opening import open_page
from console.session import Visit
from union.events.refusal import Refused
from union.excursions.board import kinds
from union.excursions.desk import Granted, grant_many
from union.excursions.grant_list import HEADER
from union.excursions.terms import EntitlementTerms

LIST = "/excursions"
PATH = "/excursions/import"
SHOWN = 100  # wrong rows: who has more had better look at the table as a whole
HOW = (
    "先下载模板，一行写一位会员：卡号或手机号，和要增加的天数、补贴、次数（不加的可以空着）。"
    "选好表格后先检查，不会马上发放；有一行不对就都不发放。同一份表格再发一次，不会重复增加。"
)
NO_TERMS = "还没有额度规定，请先在“疗休养 › 额度规定”里设置。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="按表格发放额度 · 工会服务台")
    async def importing(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "excursions", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        terms = await kinds(session)
    with frame(here, here=LIST), box("inbox"):
        back("疗休养", LIST)
        with box(tag="h1"):
            ui.label("按表格发放额度")
        if terms:
            Importing(deps, here, terms)
        else:
            ui.label(NO_TERMS).classes("empty")


class Importing:
    """Template, file, what is wrong with it, and the button that grants."""

    def __init__(self, deps: ConsoleDeps, here: Visit, terms: list[tuple[str, EntitlementTerms]]) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "excursions")
        self.checked: Checked | None = None
        ui.label(HOW).classes("hint")
        with box("filters"):
            choices = words.cycles(terms, deps.clock.now())
            self.cycle = ui.select(choices, value=next(iter(choices)), label="发放到哪个年度").props("outlined dense")
        with box("form"), box("buttons"):
            ui.button("下载模板", on_click=self.template).props("outline")
            pick = ui.button("选择填好的表格").props("unelevated")
        self.upload = ui.upload(
            auto_upload=True, max_file_size=MOST_BYTES, on_upload=self.look, on_rejected=lambda: self.say(TOO_BIG)
        )
        self.upload.props('accept=".xlsx,.csv"').classes("hidden")
        # In the browser, not here: it opens its file dialog only while the click is fresh.
        pick.on("click", js_handler=f'() => runMethod({self.upload.id}, "pickFiles", [])')
        self.said = ui.label().classes("words").props('role="status"')
        self.said.set_visibility(False)
        self.problems = box("rows")
        self.ask = Ask("发放额度？", "", "发放", self.give)
        with box("form"), box("buttons"):
            self.giving = ui.button("发放", on_click=self.sure).props("unelevated")
        self.giving.set_visibility(False)

    def template(self) -> None:
        example = ("33010001", "2", "1200", "")
        ui.download.content(as_xlsx([HEADER, example], "发放名单"), "额度发放模板.xlsx", XLSX)

    async def look(self, event: events.UploadEventArguments) -> None:
        """Read all of it and name what is wrong; nothing is granted."""
        self.upload.reset()
        self.problems.clear()
        self.giving.set_visibility(False)
        if not await still_may(self.deps, self.here, "excursions"):
            return
        checked = await check(self.deps.database, await event.file.read(), event.file.name, self.here.scope)
        if self.problems.is_deleted:
            return
        if isinstance(checked, str):
            self.say(checked)
            return
        self.checked = checked
        self._report(checked)

    def _report(self, checked: Checked) -> None:
        problems = checked.found.problems
        self.say(checked.said)
        with self.problems:
            for one in problems[:SHOWN]:
                with box("row-work"):
                    ui.label(f"第 {one.number} 行：{one.why}")
            if len(problems) > SHOWN:
                ui.label(f"还有 {len(problems) - SHOWN} 行没有列出来。").classes("hint")
        self.giving.text = f"发放给 {len(checked.found.entries)} 位会员"
        self.giving.set_visibility(not problems)

    def sure(self) -> None:
        if self.checked is not None:
            label = dict(self.cycle.options)[self.cycle.value]
            self.ask.open(f"发放给 {len(self.checked.found.entries)} 位会员，{label}。会员马上可以用来报名。")

    async def give(self, answers: Answers, key: str) -> str:
        """To all, or to none. The key is the table's own: the same one grants once a cycle."""
        if self.checked is None or self.checked.found.problems:
            return "请先选择检查通过的表格。"
        kind, _, first = str(self.cycle.value).rpartition(":")
        entries, name, now = self.checked.found.entries, self.here.staff.name, self.deps.clock.now()
        once = f"list:{self.checked.digest}:{sha256(kind.encode()).hexdigest()[:8]}:{first}"

        async def work(session: AsyncSession) -> Granted | Refused:
            scope = self.here.scope
            return await grant_many(session, kind, entries, key=once, by=name, now=now, cycle=int(first), scope=scope)

        wrong = await self.do(
            work,
            lambda done: why_not(done) if isinstance(done, Refused) else "",
            done=f"已发放给 {len(entries)} 位会员",
            what=f"按表格发放{kind}额度，{len(entries)} 位会员",
        )
        if not wrong:
            self.giving.set_visibility(False)
            self.say(f"已发放给 {len(entries)} 位会员。每位会员的明细在“会员额度”里。")
        return wrong

    def say(self, text: str) -> None:
        self.said.text = text
        self.said.set_visibility(True)
