"""Pictures of pages, to be looked at by people: `UNIONBOT_PICTURES=1 pytest tests/console`; and what holds for each."""

import os
from pathlib import Path

from playwright.async_api import Page

PICTURES = Path("var/pictures")
WIDTHS = {1280: 900, 390: 844}


async def look_at(page: Page, name: str) -> None:
    """The page as a desk and as a phone shows it: nowhere wider than the screen. Left as wide as it was."""
    for width, height in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": height})
        assert await page.evaluate("document.documentElement.scrollWidth") == width, f"{name} at {width}"
        if os.environ.get("UNIONBOT_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=PICTURES / f"{name}-{width}.png", animations="disabled")
    await page.set_viewport_size({"width": 1280, "height": 800})
