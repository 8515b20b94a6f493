"""One window: what it is, who sits there, when, and what the week looks like."""

import re

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.appointments.grid import WeekView
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.facts import back, facts, heading
from console.parts.fields import Answers
from console.parts.form import Wrong as Said
from console.parts.form_dialog import FormDialog
from console.parts.opening import nowhere, open_page
from console.session import Visit
from console.windows import form
from console.windows.affecting import Affecting
from console.windows.people import People
from console.windows.rota import Rota
from console.windows.words import WAYS
from union.legal_aid.services import LEVEL_NAMES, NAMES
from union.legal_aid.setting import change_window
from union.legal_aid.week import days_of
from union.legal_aid.window_desk import WindowShown, window_shown
from union.legal_aid.window_rules import WindowForm

LIST = "/windows"
ID = re.compile(r"[0-9a-zA-Z-]{1,64}")
GONE = "它可能不在您负责的范围里，或者地址抄错了。"
PRIVATE = "保密：会员说的内容只有接待的老师能看"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{window_id}", title="窗口 · 工会服务台")
    async def window(request: Request, window_id: str) -> RedirectResponse | None:
        wanted = window_id if ID.fullmatch(window_id) else "-"
        return await open_page(deps, request, f"{LIST}/{wanted}", "windows", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, window_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await window_shown(session, window_id, deps.clock.now(), scope=here.scope)
    if found is None:
        nowhere(here, "没有找到这个窗口", GONE, path=LIST, label="窗口和排班")
        return
    with frame(here, here=LIST), box("inbox wide"):
        page = WindowPage(deps, here, found)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class WindowPage:
    """Shown anew when something changed; the dialogs stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, found: WindowShown) -> None:
        self.deps, self.here, self.window = deps, here, found
        self.shown: WindowShown | None = None
        self.affecting = Affecting(deps, here, self.refresh)
        back("窗口和排班", LIST)
        self.body = box("sheet")
        self.dialog = FormDialog("修改窗口", form.fields(found.form, is_new=False), "保存", self.save)
        with box("section", tag="section"):
            ui.button("修改窗口", on_click=lambda: self.dialog.open(form.values(self.window.form))).props("outline")
        with box("section", tag="section"):
            self.people = People(deps, here, found.id, self.affecting, self.refresh)
        with box("section", tag="section"):
            self.rota = Rota(deps, here, self.affecting)
        with box("section", tag="section"):
            heading("这一周")
            self.week = WeekView(deps.clock, self.refresh)

    async def refresh(self) -> None:
        now = self.deps.clock.now()
        async with self.deps.database.read() as session:
            allowed = await is_allowed(session, self.here, "windows")
            found = await window_shown(session, self.window.id, now, scope=self.here.scope)
            days = await days_of(session, self.window.id, self.week.first, now=now, scope=self.here.scope)
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
            return
        self.window = found
        self.people.show(found.lawyers, now)
        self.rota.show(found.shifts, found.lawyers, now)
        self.week.show(days or [], now)
        if found != self.shown:
            self.shown = found
            self._fill(found)

    def _fill(self, one: WindowShown) -> None:
        window = one.form
        self.body.clear()
        with self.body:
            with box("name", tag="h1"):
                ui.label(window.name)
                ui.label(NAMES[window.service]).classes("chip")
                if window.level:
                    ui.label(LEVEL_NAMES[window.level]).classes("chip grey")
            facts(
                [
                    ("地点", window.place),
                    ("范围", served(window)),
                    ("怎么谈", WAYS[window.ways]),
                    ("电话", window.phone),
                    ("一场", f"{window.slot_minutes} 分钟"),
                    ("改时间", f"最多 {window.max_changes} 次"),
                    ("空位保留", f"{window.offer_hours} 小时"),
                    ("内容", PRIVATE if one.privacy == "private" else ""),
                ]
            )

    async def save(self, answers: Answers, key: str) -> Said:
        entered, now, scope = form.read(answers, self.window.form), self.deps.clock.now(), self.here.scope
        return await self.affecting(
            lambda s, queue: change_window(s, queue, self.window.id, entered, now=now, scope=scope), "窗口已保存"
        )


def served(window: WindowForm) -> str:
    """湖州市吴兴区：织里镇、八里店镇"""
    where = f"{window.city}{window.district or '（全市）'}"
    return f"{where}：{'、'.join(window.areas)}" if window.areas else where
