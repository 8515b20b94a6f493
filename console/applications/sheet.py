"""One application: what was told, its papers, its history, and the decision."""

import re
from collections.abc import Callable

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.applications.deciding import Deciding
from console.applications.words import left, status_chip, step
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts, heading
from console.parts.hidden import Hidden
from console.parts.opening import nowhere, open_page
from console.parts.pictures import gallery
from console.session import Visit
from console.words import clock_time, day
from union.applications.desk import PaperShown, Sheet, sheet
from union.privacy.masking import masked

LIST = "/applications"
NUMBER = re.compile(r"[0-9A-Z]{4,12}")
GONE = "它可能已被会员删除，或者编号抄错了。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{number}", title="申请 · 工会服务台")
    async def application(request: Request, number: str) -> RedirectResponse | None:
        wanted = number.upper() if NUMBER.fullmatch(number.upper()) else "-"
        return await open_page(deps, request, f"{LIST}/{wanted}", "applications", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, number: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await sheet(session, number, here.scope)
    if found is None:
        nowhere(here, "没有找到这份申请", GONE, path=LIST, label="申请")
        return
    with frame(here, here=LIST), box("inbox"):
        page = SheetPage(deps, here, number)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class SheetPage:
    """Shown anew when something changed; the dialogs stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, number: str) -> None:
        self.deps, self.here, self.number = deps, here, number
        self.shown: Sheet | None = None
        back("申请", LIST)
        self.body = box("sheet")
        self.do = Doing(deps, here, "applications", self.sees)
        self.deciding = Deciding(deps, here, self.refresh, self.sees)

    async def sees(self, session: AsyncSession) -> bool:
        return await sheet(session, self.number, self.here.scope) is not None

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await sheet(session, self.number, self.here.scope)
            allowed = await is_allowed(session, self.here, "applications")
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
        elif found != self.shown:
            self.shown = found
            self._fill(found)
            self.deciding.show(found)

    def _fill(self, one: Sheet) -> None:
        self.body.clear()
        now, item = self.deps.clock.now(), one.item
        with self.body:
            with box("name", tag="h1"):
                ui.label(item.title)
                text, look = status_chip(item.status)
                ui.label(text).classes(f"chip {look}").mark("status")
            facts(
                [
                    ("编号", item.number),
                    ("受理工会", item.union),
                    ("申请人", self._hidden(one, item.applicant, "姓名", lambda s: s.name) or item.applicant),
                    ("手机号", self._hidden(one, masked("", one.phone), "手机号", lambda s: s.phone)),
                    ("批准金额", f"{one.amount} 元" if one.amount else ""),
                    ("处理说明", one.reason),
                    ("还差材料", "、".join(item.missing)),
                    ("名额预算", left(item)),
                ]
            )
            if one.appeal:
                heading("申诉理由")
                ui.label(one.appeal).classes("words")
            heading("填写的内容")
            facts((label, self._told(one, label, value)) for label, value in one.told)
            heading("材料")
            for paper in one.papers:
                show_paper(paper)
            if not one.papers:
                ui.label("这类申请不需要材料。").classes("empty")
            heading("处理记录")
            facts(
                [
                    (f"{day(at, now)} {clock_time(at)}", f"{step(what)}（{who or '会员'}）")
                    for at, what, who in one.steps
                ]
            )

    def _told(self, one: Sheet, label: str, value: str) -> str | Hidden:
        """Masked where it is a number that finds somebody."""
        shown = masked(label, value)
        return value if shown == value else self._hidden(one, shown, label, lambda s: dict(s.told).get(label, ""))

    def _hidden(self, one: Sheet, shown: str, what: str, which: Callable[[Sheet], str]) -> str | Hidden:
        """`shown` until it is asked for; looked up again then."""

        async def read(session: AsyncSession) -> str:
            found = await sheet(session, self.number, self.here.scope)
            return which(found) if found else ""

        log = f"查看{what}（申请 {self.number}）"
        return Hidden(self.do, shown, read, log, one.item.member_id) if which(one) else ""


def show_paper(paper: PaperShown) -> None:
    """Its name, whether it is here, and its pictures."""
    with box("paper"):
        with box("name"):
            ui.label(paper.name)
            state, look = (
                ("已交", "green") if paper.pictures else ("还没交", "amber") if paper.required else ("可不交", "grey")
            )
            ui.label(state).classes(f"chip {look}")
        if paper.hint:
            ui.label(paper.hint).classes("hint")
        gallery(paper.pictures, paper.name)
