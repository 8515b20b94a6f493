"""One import: how far it is, what the file holds and what is wrong with it, and whether it is to be entered."""

import re
from collections.abc import Sequence

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.downloading import download
from console.parts.facts import back, facts, heading
from console.parts.fields import Answers
from console.parts.opening import nowhere, open_page
from console.roster.runner import Runner
from console.roster.words import counted, state
from console.session import Visit
from console.words import clock_time, day
from union.roster import runs
from union.roster.entering import Problem
from union.roster.runs import Mode, RunRefused
from union.roster.runs_desk import Run, problems_of, run

LIST = "/roster"
ID = re.compile(r"[0-9a-f]{32}")
GONE = "可能已被删除，或者不在您负责的范围内。"
SHOWN = 20  # bad lines on the page; all of them are in the file
SECONDS = 1.0  # between two looks at a run
MOVED = "刚才已有同事处理了，请看现在的状态。"
BROKEN_OFF = "导入中断了（可能服务重启过）。已写入的保留；重新开始不会重复写入。"


def add(deps: ConsoleDeps, runner: Runner) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/imports/{run_id}", title="导入名册 · 工会服务台")
    async def one(request: Request, run_id: str) -> RedirectResponse | None:
        wanted = run_id if ID.fullmatch(run_id) else "-"
        path = f"{LIST}/imports/{wanted}"
        return await open_page(deps, request, path, "roster", lambda here: show(deps, here, runner, wanted))


async def show(deps: ConsoleDeps, here: Visit, runner: Runner, run_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await run(session, run_id, deps.clock.now(), scope=here.scope)
    if found is None:
        nowhere(here, "没有找到这次导入", GONE, path=LIST, label="名册")
        return
    with frame(here, here=LIST), box("inbox"):
        page = ImportPage(deps, here, runner, found)
    await page.refresh()
    ui.timer(SECONDS, page.look, immediate=False)


class ImportPage:
    """Looks every second while it runs; after that only after a step."""

    def __init__(self, deps: ConsoleDeps, here: Visit, runner: Runner, one: Run) -> None:
        self.deps, self.here, self.runner, self.one = deps, here, runner, one
        self.do = Doing(deps, here, "roster")
        self.shown: tuple[Run, list[Problem]] | None = None
        self.enter = Ask("写入名册？", "", "写入名册", self.on_enter)
        self.stop = Ask("停止？", "已写入的保留，其余的不再写入。", "停止", self.on_drop, is_grave=True)
        back(one.union, f"{LIST}/{one.union_id}")
        with box(tag="h1"):
            ui.label("导入名册")
        self.body = box("sheet")
        self.progress = ui.linear_progress(show_value=False).props('rounded aria-label="进度"')
        self.far = ui.label().classes("hint").props('role="status"')
        self.details = box("sheet")
        with box("actions", tag="section").props('aria-label="处理"'), box("buttons"):
            self.yes = ui.button("写入名册", on_click=self.ask_enter).props("unelevated")
            self.again = ui.button("重新开始", on_click=self.on_again).props("unelevated")
            self.report = ui.button("下载不能写入的行", on_click=self.on_report).props("outline")
            self.no = ui.button("不写了", on_click=self.on_leave).props("outline color=grey-8")
            self.halt = ui.button("停止", on_click=lambda: self.stop.open()).props("outline color=negative")

    async def look(self) -> None:
        """While something may change by itself."""
        if self.one.state in ("looking", "entering") and self.here.holds():
            await self.refresh()

    async def refresh(self) -> None:
        scope = self.here.scope
        async with self.deps.database.read() as session:
            found = await run(session, self.one.id, self.deps.clock.now(), scope=scope)
            problems = await problems_of(session, self.one.id, scope=scope, most=SHOWN)
            allowed = await is_allowed(session, self.here, "roster")
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
        elif (found, problems) != self.shown:
            self.one, self.shown = found, (found, problems)
            self._fill(found, problems)

    def _fill(self, one: Run, problems: Sequence[Problem]) -> None:
        self._moving(one)
        now = self.deps.clock.now()
        self.body.clear()
        with self.body:
            with box("name"):
                text, look = state(one)
                ui.label(text).classes(f"chip {look}")
            started = f"{day(one.started_at, now)} {clock_time(one.started_at)}，{one.staff}"
            way = "完整名单（缺的人标为离会）" if one.full else "新增和更新"
            facts([("工会", one.union), ("文件", one.file), ("方式", way), ("开始", started)])
            if one.why or one.is_silent:
                ui.label(one.why or BROKEN_OFF).classes("words").props('role="alert"')
            if one.state in ("looked", "done") and counted(one):
                ui.label(counted(one)).classes("words").mark("counted")
            if one.counts.get("spared"):
                ui.label("有不能写入的行，所以不会把任何人标为离会。").classes("hint")
            if one.unknown:
                ui.label(f"没用到的列：{'、'.join(one.unknown)}").classes("hint")
        self.details.clear()
        with self.details:
            _first_lines(one.first)
            _bad_lines(one, problems)

    def _moving(self, one: Run) -> None:
        """The bar and the buttons."""
        runs_now = one.state in ("looking", "entering") and not one.is_silent
        self.progress.set_visibility(runs_now)
        self.far.set_visibility(runs_now)
        self.progress.props["indeterminate"] = not one.about
        self.progress.value = min(one.line / one.about, 1) if one.about else 0
        self.far.text = f"已读 {one.line} 行，共约 {one.about} 行" if one.about else f"已读 {one.line} 行"
        self.yes.set_visibility(one.state == "looked" and one.counts.get("refused", 0) < one.counts.get("lines", 0))
        self.no.set_visibility(one.state == "looked")
        self.halt.set_visibility(runs_now)
        self.again.set_visibility(one.is_silent)
        self.report.set_visibility(one.problems > 0 and not runs_now)

    def ask_enter(self) -> None:
        left = self.one.counts.get("left", 0)
        grave = f"注意：{left} 个人会标为离会，他们的绑定不再有效。" if left else ""
        self.enter.open(counted(self.one) + grave)

    async def on_enter(self, answers: Answers, key: str) -> str:
        return await self._go("entering", "确认导入名册")

    async def on_again(self) -> None:
        mode: Mode = "entering" if self.one.state == "entering" else "looking"
        if wrong := await self._go(mode, "重新导入名册"):
            ui.notify(wrong, type="warning")

    async def on_leave(self) -> None:
        if wrong := await self.on_drop({}, ""):
            ui.notify(wrong, type="warning")

    async def on_drop(self, answers: Answers, key: str) -> str:
        now, scope = self.deps.clock.now(), self.here.scope
        wrong = await self.do(
            lambda s: runs.drop(s, self.one.id, now=now, scope=scope), _why_not, done="已停止", what="停止导入名册"
        )
        if not wrong and (self.one.state == "looked" or self.one.is_silent):  # nobody else tidies up
            self.runner.forget(self.one.id, self.one.file)
        await self.refresh()
        return wrong

    async def on_report(self) -> None:
        async def read(session: AsyncSession) -> list[list[object]]:
            found = await problems_of(session, self.one.id, scope=self.here.scope)
            return [["行号", "列", "原因"], *([one.line, one.column, one.why] for one in found)]

        await download(self.do, read, "不能写入的行", what="下载导入报告")

    async def _go(self, mode: Mode, what: str) -> str:
        now, scope = self.deps.clock.now(), self.here.scope
        wrong = await self.do(lambda s: runs.go_on(s, self.one.id, mode, now=now, scope=scope), _why_not, what=what)
        if not wrong:
            self.runner.start(self.one.id, self.one.file, mode)
        await self.refresh()
        return wrong


def _why_not(refused: RunRefused | None) -> str:
    return MOVED if refused else ""


def _first_lines(first: Sequence[Sequence[str]]) -> None:
    if len(first) < 2:
        return
    heading("前几行（请看每一列是不是认对了）")
    with box("scroll"), box("table", tag="table"):
        for at, row in enumerate(first):
            with box(tag="tr"):
                for cell in row:
                    with box(tag="th" if at == 0 else "td"):
                        ui.label(cell)


def _bad_lines(one: Run, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    heading("不能写入的行" if one.state in ("looked", "looking") else "没有写入的行")
    for problem in problems:
        ui.label(f"第 {problem.line} 行，{problem.column}：{problem.why}").classes("plain")
    if one.problems > len(problems):
        ui.label(f"还有 {one.problems - len(problems)} 处，请下载表格看全部。").classes("hint")
