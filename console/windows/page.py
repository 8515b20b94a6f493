"""The list of windows, and setting up a new one."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back
from console.parts.fields import Answers
from console.parts.form import Form
from console.parts.form import Wrong as Said
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.windows import form, sheet
from console.windows.words import in_one_line, said
from union.entered import Wrong
from union.legal_aid.services import LEVEL_NAMES, NAMES
from union.legal_aid.setting import create_window
from union.legal_aid.window_desk import WindowLine, windows

PATH = "/windows"
NEW = "/windows/new"
NONE = "还没有窗口。点“新建窗口”，填好名称和地点，再加值班的人和排班，会员就能预约了。"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console; that of a new window before that of one, whose path would take it."""

    @console_page(PATH, title="排班 · 工会服务台")
    async def windows_page(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "windows", lambda here: show(deps, here))

    @console_page(NEW, title="新建窗口 · 工会服务台")
    async def new_window(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, NEW, "windows", lambda here: show_new(deps, here))

    sheet.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the list."""
    with frame(here, here=PATH), box("inbox"):
        with box("titled"):
            with box(tag="h1"):
                ui.label("窗口和排班")
            ui.button("新建窗口", on_click=lambda: ui.navigate.to(NEW)).props("unelevated")
        rows: Rows[WindowLine] = Rows(NONE, lambda one: one.id, lambda one: WindowRow(one))

    async def refresh() -> None:
        async with deps.database.read() as session:
            if not await is_allowed(session, here, "windows"):
                ui.navigate.reload()
                return
            found = await windows(session, deps.clock.now(), scope=here.scope)
        if not rows.is_deleted:
            rows.show(found, deps.clock.now())

    await refresh()
    deps.live.keep_fresh(refresh, only_while=here.holds)


async def show_new(deps: ConsoleDeps, here: Visit) -> None:
    """Build the form of a new window."""
    do = Doing(deps, here, "windows")
    before = form.empty(here.scope)

    async def done(answers: Answers, key: str) -> Said:
        found: list[Wrong] = []

        def why_not(result: object) -> str:
            found[:] = [result] if isinstance(result, Wrong) else []
            return in_one_line(found[0]) if found else ""

        entered = form.read(answers, before)
        wrong = await do(
            lambda s: create_window(s, entered, key=key, scope=here.scope), why_not, done="已新建，接着加值班的人"
        )
        if wrong:
            return said(found[0]) if found else {"": wrong}
        ui.navigate.to(f"{PATH}/{key}")
        return {}

    with frame(here, here=PATH), box("inbox"):
        back("窗口和排班", PATH)
        with box(tag="h1"):
            ui.label("新建窗口")
        Form({"": form.fields(before, is_new=True)}, "新建", done)


class WindowRow(Line):
    """One window; the row leads to its page."""

    def __init__(self, one: WindowLine) -> None:
        super().__init__(f"{PATH}/{one.id}")

    def update(self, one: WindowLine, now: datetime) -> None:
        level = [(LEVEL_NAMES[one.level], "grey")] if one.level else []
        nobody = [("没有人值班", "amber")] if not one.lawyers else []
        people = f"{one.lawyers} 人值班　" if one.lawyers else ""
        self.fill(
            one.name,
            [(NAMES[one.service], ""), *level, *nobody],
            f"{one.to_come} 个预约",
            f"{people}{one.area}　{one.place}",
        )
