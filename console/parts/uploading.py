"""Tables that clerks bring: a button that takes one file, and why a file cannot be read, in their words."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.elements.upload_files import FileUpload
from nicegui.events import UploadEventArguments

from base.errors import TableError
from console.layout.frame import box

MOST_BYTES = 50_000_000
TOO_BIG = "文件太大了（最多 50 MB）。请删去不用的列和空行，或者分成几份。"
_WHY = {
    "missing": "文件已经不在了，请重新上传。",
    "too_big": TOO_BIG,
    "kind": "只能用 .xlsx 或 .csv 文件。旧的 .xls 请在 Excel 里“另存为” .xlsx。",
    "broken": "这个文件打不开，可能已损坏，或者不是表格。请用 Excel 打开检查后另存为 .xlsx。",
    "encoding": "文字编码认不出来。请用 Excel 打开，“另存为” .xlsx 后再试。",
}


def why_unreadable(error: TableError) -> str:
    """One sentence on what to do."""
    if error.reason == "columns":
        return f"缺少这些列：{error.detail}。请对照模板的表头改好后再上传。"
    return _WHY.get(error.reason, _WHY["broken"])


class TableUpload:
    """One .xlsx or .csv. `taken` gets the file; it returns why it was not taken, or ""."""

    def __init__(self, label: str, taken: Callable[[FileUpload], Awaitable[str]]) -> None:
        self.taken = taken
        with box("upload") as self.root:
            self.upload = ui.upload(
                auto_upload=True,
                max_file_size=MOST_BYTES,
                max_files=1,
                on_begin_upload=lambda: self._say("正在上传…"),
                on_upload=self._take,
                on_rejected=lambda: self._say(f"没有上传。{TOO_BIG}"),
            ).classes("hidden")
            self.button = ui.button(label, icon="upload_file").props("unelevated")
            # In the browser, not here: it opens its file dialog only while the click is fresh.
            self.button.on("click", js_handler=f'() => runMethod({self.upload.id}, "pickFiles", [])')
            self.said = ui.label().classes("hint").props('role="status"')
            self.said.set_visibility(False)

    async def _take(self, event: UploadEventArguments) -> None:
        if event.file.size() > MOST_BYTES:
            self._say(TOO_BIG)
        else:
            self._say(await self.taken(event.file))
        if not self.upload.is_deleted:
            self.upload.reset()

    def _say(self, text: str) -> None:
        if not self.said.is_deleted:
            self.said.text = text
            self.said.set_visibility(bool(text))
