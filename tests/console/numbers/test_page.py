"""The page of numbers in real Chromium."""

from datetime import timedelta

import pytest
from playwright.async_api import BrowserContext, expect

from tests.console.conftest import Stage
from tests.console.pressing import taken_away
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from union.conversations.reply import Understanding
from union.numbers import counting

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_numbers_stand_beside_what_they_mean_and_can_be_taken_away(stage: Stage, context: BrowserContext) -> None:
    member = await stage.member()
    answered = Understanding(intent="ask_program", outcome="answered", programs=["x"], slots={"topic_program": "x"})
    missed = Understanding(intent="ask_labour_right", outcome="not_found")
    for _ in range(3):
        await stage.says(member, "驿站在哪")
        await stage.says(member, "在湖滨", by="bot", understood=answered)
    await stage.says(member, "火星票")
    await stage.says(member, "没找到", by="bot", understood=missed)
    later = stage.clock.now() + timedelta(minutes=10)
    while await stage.deps.database.transact(lambda s: counting.sweep(s, later)):
        pass

    page = await sign_in(context, await stage.staff("统计员"), "/console/numbers")
    tile = page.get_by_text("机器人直接给出答案的比例").locator("..")
    await expect(tile).to_contain_text("当场答上")
    await expect(page.get_by_role("img", name="咨询和回答").locator("svg")).to_be_visible()
    await look_at(page, "numbers")

    await page.get_by_role("button", name="近 12 个月").click()
    await expect(page.get_by_text("2025-12-01 至")).to_be_visible()
    sheets = await taken_away(page, "导出表格")
    assert sheets["数字"][0][0] == "统计时间：2025-12-01 至 2026-11-18"


async def test_a_lawyer_does_not_see_the_numbers(stage: Stage, context: BrowserContext) -> None:
    page = await sign_in(context, await stage.staff("统计律师", "lawyer"), "/console/numbers")
    await expect(page.get_by_text("这一页不对您开放")).to_be_visible()
