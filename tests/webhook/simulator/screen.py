"""What tests of the page do with it."""

from typing import Any

from playwright.async_api import Locator, Page


def bubble(page: Page, side: str) -> Any:
    """The last bubble of this side."""
    return page.locator(f"#lines .row.{side} .bubble").last


def card(page: Page, side: str) -> Locator:
    """The last picture, place, article … of this side."""
    return page.locator(f"#lines .row.{side} .card").last


async def say(page: Page, text: str) -> None:
    field = page.get_by_label("发给公众号的内容")
    await field.fill(text)
    await field.press("Enter")


async def open_panel(page: Page) -> None:
    """Open the panel where it is not always there."""
    more = page.get_by_role("button", name="更多")
    if await more.is_visible():
        await more.click()


async def open_bench(page: Page) -> Locator:
    """The section 试验台."""
    await open_panel(page)
    await page.get_by_role("button", name="试验台", exact=True).click()
    return page.get_by_role("region", name="试验台")


async def plus(page: Page, label: str) -> None:
    """Take an entry of the plus-panel."""
    entry = page.locator("#plus").get_by_role("button", name=label, exact=True)
    if not await entry.is_visible():
        await page.get_by_role("button", name="加号").click()
    await entry.click()
