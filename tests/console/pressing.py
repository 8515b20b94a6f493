"""What tests of pages of work do with a page, and what members were sent."""

import io
from collections.abc import Awaitable, Callable

import openpyxl
from playwright.async_api import Page, expect
from sqlalchemy import select

from tests.console.conftest import Stage
from union.audit.models import AuditEntry
from union.notices.models import Notice

STANDS_STILL = "one => Promise.all(one.getAnimations({subtree: true}).map(motion => motion.finished.catch(() => {})))"


async def press(page: Page, name: str) -> None:
    """A button of the page that opens a dialog; it is waited for until it stands still, as a hand would."""
    await page.get_by_role("button", name=name, exact=True).first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.get_by_role("dialog").last.evaluate(STANDS_STILL)


async def yes(page: Page, name: str) -> None:
    """A button of the dialog."""
    await page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


async def ask_for(page: Page, what: str, value: str) -> None:
    """A masked value, and then the whole of it."""
    await expect(page.get_by_text(value, exact=True)).to_have_count(0)
    await page.get_by_role("button", name=f"查看{what}").first.click()
    await expect(page.get_by_text(value, exact=True)).to_be_visible()


async def choose(page: Page, field: str, option: str) -> None:
    await page.get_by_label(field).click()
    await page.get_by_role("option", name=option).first.click()


async def looked_up(stage: Stage, staff: str, what: str, member_id: str | None) -> None:
    """That somebody asked for a masked value is in the log."""
    async with stage.deps.database.read() as session:
        query = select(AuditEntry).where(AuditEntry.staff == staff, AuditEntry.what == what)
        assert [one.member_id for one in await session.scalars(query)] == [member_id]


async def told(stage: Stage, member_id: str | None, kind: str) -> list[str]:
    """What the member was sent or will be (of kinds that begin so), oldest first, after the queue was worked off."""
    await stage.work_off()
    async with stage.deps.database.read() as session:
        query = select(Notice).where(Notice.member_id == member_id, Notice.kind.startswith(kind))
        return [
            one.text
            for one in await session.scalars(query.order_by(Notice.created_at))
            if one.state in ("sent", "waiting")
        ]


async def downloaded(page: Page, click: Callable[[], Awaitable[object]]) -> bytes:
    """The file that a click has the browser save."""
    async with page.expect_download() as download:
        await click()
    path = await (await download.value).path()
    return path.read_bytes()


async def taken_away(page: Page, button: str) -> dict[str, list[list[object]]]:
    """Press a button that hands over a workbook: its rows by sheet. No cell of it is a formula."""
    file = await downloaded(page, page.get_by_role("button", name=button, exact=True).click)
    book = openpyxl.load_workbook(io.BytesIO(file))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type == "s" or cell.value is None for cell in cells)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
