"""Many events at once from a spreadsheet: a template, a look at what is wrong, then all of them as drafts."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nicegui import events, ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.errors import UserError
from base.spreadsheet import as_xlsx
from console.deps import ConsoleDeps
from console.events.acting import Acting
from console.events.choices import areas, holders
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import still_may
from console.parts.downloading import XLSX
from console.parts.facts import back
from console.parts.fields import Answers, Field
from console.parts.opening import open_page
from console.session import Visit
from union.events.table import BadLine, Read, import_events, read_rows
from union.events.table_columns import COLUMNS, TEMPLATE
from union.places.table import Row, read_table

PATH = "/events/import"
LIST = "/events"
MOST_BYTES = 2_000_000
HOW = "先下载模板，一行填一场；同一个活动有几场就写几行，活动名称写一样。带星号的必须填。导入后都是草稿，看过再发布。"
NO_TABLE = "这个文件打不开。请用模板另存为 xlsx 再传。"
TOO_BIG = "文件太大了，请不要超过 2 MB。"
MOST_LINES = 50


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="导入活动 · 工会服务台")
    async def page(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "events", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        choice = await holders(session, here)
    with frame(here, here=LIST), box("inbox"):
        Importing(deps, here, choice)


class Importing:
    """The template, the file, and what became of it."""

    def __init__(self, deps: ConsoleDeps, here: Visit, choice: Mapping[str, str]) -> None:
        self.deps, self.here = deps, here
        self.act = Acting(deps, here)
        self.read: Read | None = None
        fields = (
            [Field("holder", "由哪个工会管理", "choice", choice, value=here.staff.union_id or "")] if choice else []
        )
        self.sure = Ask("导入这些活动？", "", "导入成草稿", self.on_import, fields)
        back("活动", LIST)
        with box(tag="h1"):
            ui.label("从表格导入活动")
        ui.label(HOW).classes("hint")
        self.upload = ui.upload(
            on_upload=self.on_file,
            on_rejected=lambda: self._say(TOO_BIG),
            auto_upload=True,
            max_file_size=MOST_BYTES,
        )
        self.upload.props('accept=".xlsx,.csv"').classes("upload")  # its own looks say little: a button stands for it
        with box("section"), box("buttons"):
            ui.button("下载模板", on_click=self.on_template).props("outline")
            pick = ui.button("选择填好的表格").props("unelevated")
            pick.on("click", js_handler=f"() => runMethod({self.upload.id}, 'pickFiles', [])")
        self.wrong = ui.label().classes("import-wrong").props('role="alert"')
        self.lines = box("rows")

    def on_template(self) -> None:
        ui.download.content(as_xlsx(TEMPLATE, "活动"), "活动导入模板.xlsx", XLSX)

    async def on_file(self, event: events.UploadEventArguments) -> None:
        """Look at all of it first; nothing is written."""
        self._say("")
        self.upload.reset()
        if not await still_may(self.deps, self.here, "events"):
            return
        content, suffix = await event.file.read(), Path(event.file.name).suffix.lower()
        if len(content) > MOST_BYTES:
            self._say(TOO_BIG)
            return
        try:
            rows = await asyncio.to_thread(_rows, content, suffix)
        except UserError:
            self._say(f"{NO_TABLE}第一行要和模板一样。")
            return
        found = read_rows(rows, areas(), self.deps.clock.now())
        if isinstance(found, Read):
            self.read = found
            self.sure.open(f"共 {len(found.events)} 个活动、{found.sessions} 场，都没有问题。导入后是草稿。")
        else:
            self._report(found)

    async def on_import(self, answers: Answers, key: str) -> str:
        read, scope = self.read, self.here.scope
        assert read is not None  # the dialog was opened with it
        holder = answers.get("holder", self.here.staff.union_id or "")
        done, wrong = await self.act.by_field(
            lambda s: import_events(s, scope, read, key=key, holder=holder),
            f"已导入 {len(read.events)} 个活动，都是草稿",
            what=f"导入活动：{len(read.events)} 个",
        )
        if done is not None:
            ui.navigate.to(LIST)
        return "；".join(wrong.values())

    def _report(self, bad: list[BadLine]) -> None:
        self._say(f"有 {len(bad)} 处要改，改好后再传一次。现在什么都没有导入。")
        with self.lines:
            for one in bad[:MOST_LINES]:
                with box("row-notice"):
                    ui.label(f"第 {one.number} 行").classes("chip amber")
                    ui.label(f"{one.column}：{one.words}" if one.column else one.words)

    def _say(self, words: str) -> None:
        self.wrong.text = words
        self.lines.clear()


def _rows(content: bytes, suffix: str) -> list[Row]:
    """Not on the event loop: a large file takes a while."""
    with tempfile.NamedTemporaryFile(suffix=suffix if suffix in (".xlsx", ".csv") else ".xlsx") as file:
        file.write(content)
        file.flush()
        return list(read_table(Path(file.name), COLUMNS))
