"""Rounds in real Chromium: opened by form, changed within what is used, copied, ended."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.pressing import choose, press, yes
from tests.console.scoped import staff_of_zhenhai
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.applications.helpers import hand_in, opened, verb
from union.applications import service
from union.applications.models import Application, ApplicationRound

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def no_other_rounds(stage: Stage) -> AsyncIterator[None]:
    """Every test begins without applications: one console serves them all."""
    yield

    async def work(session: AsyncSession) -> None:
        await session.execute(delete(Application))
        await session.execute(delete(ApplicationRound))

    await stage.deps.database.transact(work)


async def test_an_organiser_opens_a_round_and_is_told_what_is_missing(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("批次甲", "organiser")
    page = await sign_in(context, name, "/console/rounds")
    await expect(page.get_by_text("现在没有进行中的批次")).to_be_visible()
    await look_at(page, "rounds-empty")
    await page.get_by_role("button", name="新开一批").click()
    await choose(page, "种类", "学历提升补助")
    await expect(page.locator(".facts", has_text="区总工会职工服务负责人")).to_be_visible()
    await page.get_by_label("名称").fill("学历提升补助（2026年）")
    await page.get_by_label("受理工会").fill("某某公司工会")
    await page.get_by_role("button", name="开这一批").click()
    await expect(page.get_by_text("请填写。")).to_be_visible()
    await page.get_by_label("开始受理").fill("2026-11-18T09:00")
    await page.get_by_label("结束受理").fill("2026-11-10T18:00")
    await page.get_by_role("button", name="开这一批").click()
    await expect(page.get_by_text("结束要晚于开始。")).to_be_visible()
    await page.get_by_label("结束受理").fill("2026-12-10T18:00")
    await page.get_by_role("button", name="开这一批").click()
    await expect(page.get_by_text("没有叫这个名称的工会")).to_be_visible()
    await look_at(page, "round-new")
    await page.get_by_text("名册里没有这个工会").click()
    await page.get_by_label("城市").fill("杭州市")
    await page.get_by_label("预算").fill("5000")
    await page.get_by_role("button", name="开这一批").click()
    await expect(page.locator(".chip", has_text="进行中")).to_be_visible()
    await expect(page.get_by_text("5000 元，还剩 5000 元")).to_be_visible()

    await page.get_by_role("button", name="照着再开一批").click()
    await expect(page.get_by_label("名称")).to_have_value("学历提升补助（2027年）")
    await expect(page.get_by_label("开始受理")).to_have_value("2027-11-18T09:00")


async def test_what_is_used_is_not_taken_away_and_a_round_ends_early(stage: Stage, context: BrowserContext) -> None:
    await opened(stage.deps.database, title="困难帮扶（2026年）", budget_yuan=5000, quota=3)
    member = await stage.member("王小明")
    handed_in = await hand_in(stage.deps.database, member, now=stage.clock.now())
    assert isinstance(handed_in, service.Submitted)
    await verb(stage.deps.database, service.approve, handed_in.application.id, staff="某某", amount_yuan=2000, key="a1")
    name = await stage.staff("批次乙", "organiser")
    page = await sign_in(context, name, "/console/rounds")
    await expect(page.locator(".row-line", has_text="困难帮扶")).to_contain_text("预算还剩 3000 元")
    await look_at(page, "rounds")
    await page.locator(".row-line").get_by_role("link").click()
    await press(page, "修改")
    await page.get_by_label("预算").fill("1000")
    await yes(page, "保存")
    await expect(page.get_by_text("已经用了 2000 元，不能改得更少。")).to_be_visible()
    await page.get_by_label("预算").fill("2500")
    await yes(page, "保存")
    await expect(page.get_by_text("2500 元，还剩 500 元")).to_be_visible()
    await look_at(page, "round")
    await press(page, "提前结束")
    await yes(page, "结束受理")
    await expect(page.locator(".chip", has_text="已结束")).to_be_visible()
    await page.get_by_role("button", name="看收到的申请").click()
    await expect(page.locator(".row-line", has_text=handed_in.application.number)).to_contain_text("王**")


async def test_an_organiser_of_another_union_sees_no_round(stage: Stage, context: BrowserContext) -> None:
    await opened(stage.deps.database)
    page = await sign_in(context, await staff_of_zhenhai(stage, "镇海批次", "organiser"), "/console/rounds")
    await expect(page.get_by_text("现在没有进行中的批次")).to_be_visible()
    await page.goto("/console/rounds/hardship")
    await expect(page.get_by_text("没有找到这一批")).to_be_visible()
