"""What tests of pages of work do with a page, and what members were sent."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect
from sqlalchemy import select

from tests.console.conftest import Stage
from union.notices.models import Notice


async def press(page: Page, name: str) -> None:
    """A button of the page that opens a dialog."""
    await page.get_by_role("button", name=name, exact=True).first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def yes(page: Page, name: str) -> None:
    """A button of the dialog."""
    await page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


async def choose(page: Page, field: str, option: str) -> None:
    await page.get_by_label(field).click()
    await page.get_by_role("option", name=option).first.click()


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
