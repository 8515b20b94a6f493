"""Matchmaking in real Chromium: a round is tried, started, and its outcome seen, without anybody's profile."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.door.helpers import clerk_elsewhere, ready
from tests.console.pressing import yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.matchmaking.helpers import SECRET, man, save, woman
from union.matchmaking.models import Introduction, Met, Profile, Round, Tally

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def nobody_registered(stage: Stage) -> AsyncIterator[None]:
    yield

    async def work(session: AsyncSession) -> None:
        for table in (Profile, Introduction, Met, Round, Tally):
            await session.execute(delete(table))

    await stage.deps.database.transact(work)


async def test_a_round_is_tried_and_started(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("红娘", "organiser")
    page = await sign_in(context, name, "/console/matchmaking")
    await ready(page)
    await expect(page.get_by_text("还没有介绍过。")).to_be_visible()
    await page.get_by_role("button", name="开始一轮介绍").click()
    await expect(page.get_by_text("现在没有等待介绍的会员。")).to_be_visible()
    await look_at(page, "matchmaking-empty")

    database, now = stage.deps.database, stage.clock.now()
    for given in (man(), woman(), man()):
        await save(database, await stage.member(), given, now=now)
    await page.reload()
    await ready(page)
    await expect(page.locator(".facts").first).to_contain_text("登记的会员3 人")
    await page.get_by_role("button", name="开始一轮介绍").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("等待介绍的有 3 人（男 2 人，女 1 人），这一轮会介绍 1 对。")
    await look_at(page, "matchmaking-start")
    await yes(page, "开始介绍")

    row = page.locator(".row-work", has_text="红娘")
    await expect(row).to_contain_text("已完成")
    await expect(row).to_contain_text("参加 3 人（男 2，女 1），介绍 1 对：1 对等双方回复")
    await expect(page.locator(".row-work", has_text="匹配")).to_contain_text("前回复")
    await expect(page.locator(".facts").last).to_contain_text("等双方回复1 对")
    await look_at(page, "matchmaking")
    content = await page.content()
    assert all(word not in content for word in ("王小明", "李小红", "13800138001", SECRET, "教师"))


async def test_a_union_elsewhere_sees_no_numbers_and_introduces_nobody(stage: Stage, context: BrowserContext) -> None:
    name = await clerk_elsewhere(stage, "外区红娘")
    database, now = stage.deps.database, stage.clock.now()
    for given in (man(), woman()):
        await save(database, await stage.member(), given, now=now)
    page = await sign_in(context, name, "/console/matchmaking")
    await ready(page)
    await expect(page.locator(".facts").first).to_contain_text("登记的会员0 人")
    await page.get_by_role("button", name="开始一轮介绍").click()
    await expect(page.get_by_text("现在没有等待介绍的会员。")).to_be_visible()


async def test_who_organises_nothing_does_not_open_the_page(stage: Stage, context: BrowserContext) -> None:
    page = await sign_in(context, await stage.staff("接线员", "agent"))
    await page.goto("/console/matchmaking")
    await expect(page.get_by_text("这一页不对您开放")).to_be_visible()
