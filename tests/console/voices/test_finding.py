"""Suggestions found again in real Chromium."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.pressing import choose
from tests.console.scoped import staff_of_zhenhai
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.console.voices.test_page import sent
from union.voices import desk
from union.voices.models import Suggestion
from union.voices.service import Draft

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def no_others(stage: Stage) -> AsyncIterator[None]:
    """Only the suggestions of the test."""

    async def work(session: AsyncSession) -> None:
        await session.execute(delete(Suggestion))

    await stage.deps.database.transact(work)
    yield
    await stage.deps.database.transact(work)


async def test_an_answered_suggestion_is_found_by_topic_and_word(stage: Stage, context: BrowserContext) -> None:
    one = await sent(stage, Draft("驿站设施", "饮水机<b>坏了</b>两周", "王小明", "13812345678"), "f1")
    await sent(stage, Draft("单位工会", "选举不公平"), "f2")
    await stage.deps.database.transact(
        lambda s: desk.answer(s, stage.deps.queue, one.number, "周五换", staff="同事", now=stage.clock.now())
    )
    page = await sign_in(context, await stage.staff("找建议的"), "/console/voices")
    await page.get_by_role("link", name="查找和统计").click()
    await expect(page.locator(".row-line")).to_have_count(2)
    await expect(page.locator("tr", has_text="合计")).to_contain_text("2")
    await page.get_by_label("内容、答复或编号里的词").fill("饮水机")
    await expect(page.locator(".row-line")).to_have_count(1)
    await choose(page, "状态", "未答复")
    await expect(page.get_by_text("没有这样的建议")).to_be_visible()
    await choose(page, "状态", "已答复")
    await expect(page.locator(".row-line", has_text=one.number)).to_contain_text("饮水机<b>坏了</b>两周")
    assert "王小明" not in await page.content()
    await look_at(page, "voices-find")


async def test_a_clerk_of_another_union_finds_none(stage: Stage, context: BrowserContext) -> None:
    await sent(stage, Draft("驿站设施", "饮水机坏了", "王小明", "13812345678"), "f3")
    page = await sign_in(context, await staff_of_zhenhai(stage, "镇海建议"), "/console/voices/find")
    await expect(page.get_by_text("没有这样的建议")).to_be_visible()
