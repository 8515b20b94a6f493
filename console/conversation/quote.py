"""Looking something up in the knowledge base, and putting it into the answer."""

from typing import TYPE_CHECKING

from nicegui import ui

from console.conversation.composer import LONGEST, insert
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.filters import search

if TYPE_CHECKING:
    from knowledge.quoting import Quote

NOTHING = "没有找到。换个说法试试，比如“疗休养 报名”。"
SHORTEST = 2  # characters worth a search


class QuoteBox:
    """A dialog with one field; what is found stands below, each with its date and source."""

    def __init__(self, deps: ConsoleDeps) -> None:
        self.deps = deps
        with ui.dialog() as self.dialog, ui.card().classes("dialog quotes"):
            with box(tag="h1"):
                ui.label("查知识库")
            self.field = search("会员问的是什么", self.look).props("autofocus")
            self.found = box("found")
            with box("buttons"):
                ui.button("关闭", on_click=self.dialog.close).props("flat color=grey-8")

    def open(self) -> None:
        self.dialog.open()

    async def look(self) -> None:
        """Search; an answer to what was typed before is not shown."""
        question = (self.field.value or "").strip()
        quotes = await self.deps.quoting.quotes(question) if len(question) >= SHORTEST else []
        if self.found.is_deleted or question != (self.field.value or "").strip():
            return
        self.found.clear()
        with self.found:
            if not quotes and len(question) >= SHORTEST:
                ui.label(NOTHING).classes("empty")
            for one in quotes:
                self._show(one)

    def _show(self, one: "Quote") -> None:
        text = one.text if len(one.text) <= LONGEST else f"{one.text[: LONGEST - 1]}…"

        def put() -> None:
            self.dialog.close()
            insert(text)

        with box("row-work"):
            with box("text"):
                ui.label(text).classes("plain")
                ui.label(f"来源：{one.source}　截至 {one.as_of}").classes("hint")
            ui.button("插入", on_click=put).props(f'outline aria-label="插入：{one.title}"')
