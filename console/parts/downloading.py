"""Lists that staff take away as a spreadsheet. Every cell is a text: nothing a member wrote becomes a formula."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from base.spreadsheet import as_workbook, as_xlsx
from console.parts.doing import Doing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cells = Sequence[Sequence[object]]
Tables = Cells | Mapping[str, Cells]  # one sheet, or several by their titles


async def download(do: Doing, read: Callable[[AsyncSession], Awaitable[Tables]], name: str, *, what: str) -> None:
    """Read a table, headings first, and hand it to the browser as NAME.xlsx; the log says who took it."""
    found: list[Tables] = []

    async def work(session: AsyncSession) -> None:
        found[:] = [await read(session)]

    wrong = await do(work, lambda _: "", what=what)
    if wrong:
        ui.notify(wrong, type="warning")
        return
    [tables] = found
    # Beside the event loop: a roster of a city takes seconds to write.
    content = await asyncio.to_thread(_written, tables)
    ui.download.content(content, f"{name}.xlsx", XLSX)


def _written(tables: Tables) -> bytes:
    return as_workbook(tables) if isinstance(tables, Mapping) else as_xlsx(tables)
