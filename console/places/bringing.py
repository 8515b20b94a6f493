"""A file of places: read, tried out, looked at, entered."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nicegui import ui
from nicegui.elements.upload_files import FileUpload
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.errors import TableError
from base.spreadsheet import as_xlsx
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, still_may
from console.parts.downloading import XLSX
from console.parts.facts import back, heading
from console.parts.opening import open_page
from console.parts.rehearsing import rehearse
from console.parts.uploading import TableUpload, why_unreadable
from console.session import Visit
from union.places.desk import COLUMNS
from union.places.entry import NEEDED
from union.places.service import Imported, import_places

PATH = "/places/import"
LIST = "/places"
MOST_ROWS = 20_000
SHOWN = 20  # bad rows on the page; all of them are in the file
HELP = "文件会先检查一遍，给您看结果，您确认后才写入。编号相同（没有编号的：来源、名称和地址都相同）的只更新资料。"
REPLACE = "这是这个来源的完整名单：表格里没有的就删去（有不能写入的行时不删）"
Rows = list[tuple[int, dict[str, str]]]


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console; before the page of one place, whose path would take it."""

    @console_page(PATH, title="导入场所 · 工会服务台")
    async def bring(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "places", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=LIST), box("inbox"):
        Bringing(deps, here)


class Bringing:
    """One file at a time; it is kept in the page until it is entered."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "places")
        self.rows: Rows = []
        self.name = ""
        self.bad: list[tuple[int, str]] = []
        back("场所", LIST)
        with box(tag="h1"):
            ui.label("导入场所")
        ui.label(HELP).classes("hint")
        self.replace = ui.switch(REPLACE, on_change=self.try_out).props("dense")
        TableUpload("上传表格（.xlsx 或 .csv）", self.on_file)
        with box("days"):
            ui.button("下载模板", on_click=download_template).props("outline")
        self.body = box("sheet")
        with box("actions", tag="section").props('aria-label="处理"'), box("buttons"):
            self.enter = ui.button("写入", on_click=self.on_enter).props("unelevated")
            self.report = ui.button("下载不能写入的行", on_click=self.on_report).props("outline")
        self.enter.set_visibility(False)
        self.report.set_visibility(False)

    async def on_file(self, file: FileUpload) -> str:
        """Read it beside the event loop, and try it out."""
        self.rows, self.name = [], file.name
        try:
            with TemporaryDirectory() as folder:
                path = Path(folder) / f"places{Path(file.name).suffix.lower()}"
                await file.save(path)
                self.rows = await asyncio.to_thread(_read, path)
        except TableError as error:
            self._show(None)
            return why_unreadable(error)
        if not self.rows or len(self.rows) > MOST_ROWS:
            why = f"表格太长了（最多 {MOST_ROWS} 行），请分成几份。" if self.rows else "表头下面没有内容。"
            self.rows = []
            self._show(None)
            return why
        await self.try_out()
        return f"已读 {file.name}"

    async def try_out(self) -> None:
        """What entering it would do, found out by doing it and taking it back."""
        if not self.rows or not await still_may(self.deps, self.here, "places"):
            return
        found = await rehearse(self.deps.database, self._import)
        self._show(found)

    async def on_enter(self) -> None:
        self.enter.disable()
        entered: list[Imported] = []

        async def work(session: AsyncSession) -> None:
            entered[:] = [await self._import(session)]

        wrong = await self.do(work, lambda _: "", what="导入场所")
        self.enter.enable()
        if wrong:
            ui.notify(wrong, type="warning")
            return
        done = entered[0]
        ui.notify(f"已写入：{_counted(done, '')}", type="positive")
        self.rows = []
        self._show(done, over=True)

    async def on_report(self) -> None:
        content = await asyncio.to_thread(as_xlsx, [["行号", "原因"], *self.bad])
        ui.download.content(content, "不能写入的行.xlsx", XLSX)

    async def _import(self, session: AsyncSession) -> Imported:
        replace, now = bool(self.replace.value), self.deps.clock.now()
        return await import_places(session, self.name, self.rows, now, replace=replace, scope=self.here.scope)

    def _show(self, found: Imported | None, *, over: bool = False) -> None:
        if self.body.is_deleted:
            return
        self.bad = sorted(found.bad) if found else []
        changes = found is not None and bool(found.added or found.changed or found.removed)
        self.enter.set_visibility(changes and not over)
        self.report.set_visibility(bool(self.bad))
        self.body.clear()
        if found is None:
            return
        with self.body:
            ui.label(("已写入：" if over else "检查完：") + _counted(found, "" if over else "会")).classes("words")
            _bad_rows(self.bad)


def download_template() -> None:
    """Headings and one example."""
    example = ("", "驿站", "示例驿站", "示例路 1 号", "杭州市", "上城区", "湖滨街道", "30.25", "120.16")
    more = ("Mo-Fr 08:30-17:30; PH off", "", "热水、空调", "", "上城区总工会", "2026-11")
    ui.download.content(as_xlsx([COLUMNS, (*example, *more)], "场所"), "场所模板.xlsx", XLSX)


def _read(path: Path) -> Rows:
    from union.places.table import read_table  # megabytes that only who reads a file needs

    if path.suffix not in (".xlsx", ".csv"):
        raise TableError("no table", "kind")
    rows: Rows = []
    for row in read_table(path, NEEDED):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            break
    return rows


def _counted(found: Imported, will: str) -> str:
    said = [f"{will}新增 {found.added} 个", f"{will}更新 {found.changed} 个", f"没有变化 {found.same} 个"]
    said += [f"{will}删去 {found.removed} 个"] if found.removed else []
    said += [f"不能写入 {len(found.bad)} 行"] if found.bad else []
    return "，".join(said) + "。"


def _bad_rows(bad: Sequence[tuple[int, str]]) -> None:
    if not bad:
        return
    heading("不能写入的行")
    for number, why in bad[:SHOWN]:
        ui.label(f"第 {number} 行：{why}").classes("plain")
    if len(bad) > SHOWN:
        ui.label(f"还有 {len(bad) - SHOWN} 行，请下载表格看全部。").classes("hint")
