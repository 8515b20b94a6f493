"""`serve` and a browser, for a whole day at the union in one test."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser_support import open_browser
from tests.serving import Serving, serve


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The house as `make run` starts it the first time, on a Wednesday morning (the pictures look alike each time)."""
    with serve(tmp_path_factory.mktemp("var"), UNIONBOT_CLOCK="2026-11-18T10:00") as serving:
        yield serving


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser
