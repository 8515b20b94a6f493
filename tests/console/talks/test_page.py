"""Earlier talks in real Chromium."""

import pytest
from playwright.async_api import BrowserContext, expect
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from union.desk.labels import labels, put_labels
from union.handoff.service import end, take

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def talked(stage: Stage, staff: str, who: str, topic: str) -> int:
    member = await stage.member(who)
    await stage.says(member, f"我想问{topic}")
    case = await stage.asks_for_staff(member, topic)

    async def work(session: AsyncSession) -> None:
        await take(session, case, staff, stage.clock.now())
        await end(session, stage.deps.queue, case, staff, stage.clock.now(), "resolved")

    await stage.deps.database.transact(work)
    return case


async def test_earlier_talks_are_found_and_read(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("查档员")
    first = await talked(stage, name, "司马光", "旧事一")
    await talked(stage, name, "诸葛亮", "旧事二")

    async def work(session: AsyncSession) -> None:
        one = next(label for label in await labels(session) if label.name == "待跟进")
        await put_labels(session, first, [one.id])

    await stage.deps.database.transact(work)
    page = await sign_in(context, name, "/console/talks")
    rows = page.locator(".row-line")
    await expect(rows.filter(has_text="旧事一")).to_contain_text("已解决")
    await look_at(page, "talks")

    await page.get_by_label("编号、事项、会员或同事").fill("旧事二")
    await expect(rows).to_have_count(1)
    await page.get_by_label("编号、事项、会员或同事").fill("没有这样的")
    await expect(page.get_by_text("没有找到。")).to_be_visible()
    await page.get_by_label("编号、事项、会员或同事").fill("旧事")
    await expect(rows).to_have_count(2)
    await page.get_by_label("标签").click()
    await page.get_by_role("option", name="待跟进").click()
    await expect(rows).to_have_count(1)
    await page.get_by_label("从哪天").fill("2030-01-01")
    await expect(page.get_by_text("没有找到。")).to_be_visible()
    await page.get_by_label("从哪天").fill("")

    await rows.get_by_role("link").click()
    await expect(page.locator(".line.member .bubble")).to_have_text("我想问旧事一")
    await expect(page.get_by_label("回复内容")).to_have_count(0)
    await page.get_by_label("返回").click()
    await expect(page.get_by_role("heading", name="对话记录")).to_be_visible()
