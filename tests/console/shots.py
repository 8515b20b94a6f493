"""Pictures of pages, to be looked at by people: `UNIONBOT_PICTURES=1 pytest tests/console`; and what holds for each.

As a desk shows them they go to docs/pictures/console, as a phone does to var/pictures.
"""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.async_api import Page

DESK, PHONE = (1280, 900), (390, 844)
FOLDERS = {DESK: Path("docs/pictures/console"), PHONE: Path("var/pictures")}
# What sticks out on the right, where the page as a whole does.
TOO_WIDE = """width => document.documentElement.scrollWidth <= width ? [] :
  [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > width + 1)
    .map(one => one.tagName + "." + one.className).slice(0, 8)"""
COLOURS = 64  # enough for a page, and a quarter of the size


async def look_at(page: Page, name: str) -> None:
    """The page as a desk and as a phone shows it: nowhere wider than the screen. Left as wide as it was."""
    for (width, height), folder in FOLDERS.items():
        await page.set_viewport_size({"width": width, "height": height})
        wide = await page.evaluate(TOO_WIDE, width)
        assert not wide, f"{name} at {width}: {wide}"
        if os.environ.get("UNIONBOT_PICTURES"):
            folder.mkdir(parents=True, exist_ok=True)
            picture = await page.screenshot(animations="disabled")
            Image.open(io.BytesIO(picture)).quantize(COLOURS).save(folder / f"{name}.png", optimize=True)
    await page.set_viewport_size({"width": 1280, "height": 800})
