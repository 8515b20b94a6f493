"""The settings of the desk and canned replies in real Chromium."""

from collections.abc import AsyncIterator
from datetime import time

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.pressing import press, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from union.audit.models import AuditEntry
from union.handoff.desk_models import DeskHours, HandoffGroup
from union.handoff.groups import groups
from union.handoff.hours import Hours, hours_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def as_it_was(stage: Stage) -> AsyncIterator[None]:
    """Neither groups nor hours are left: with them other tests would meet a desk that is closed."""

    async def work(session: AsyncSession) -> None:
        for table in (HandoffGroup, DeskHours):
            await session.execute(delete(table))

    yield
    await stage.deps.database.transact(work)


async def test_an_admin_makes_a_group_hours_a_capacity_and_a_label(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("设置员", "admin")
    page = await sign_in(context, name, "/console/desk")
    await expect(page.get_by_text("还没有小组")).to_be_visible()
    await press(page, "新建小组")
    dialog = page.get_by_role("dialog")
    await yes(page, "保存")
    await expect(page.get_by_text("请写小组名称")).to_be_visible()
    await dialog.get_by_label("小组名称").fill("法律维权")
    await dialog.get_by_label("负责的事项").fill("欠薪、工伤")
    await dialog.get_by_label("组里的同事").click()
    await page.get_by_role("option", name=name).click()
    await page.keyboard.press("Escape")
    await look_at(page, "desk-group")
    await yes(page, "保存")
    row = page.locator(".row-work", has_text="法律维权")
    await expect(row).to_contain_text("事项：欠薪、工伤")
    await expect(row).to_contain_text(name)
    async with stage.deps.database.read() as session:
        (one,) = await groups(session)
    assert one.group.topics == ("欠薪", "工伤") and one.staff == (name,)

    await page.get_by_label("周三").fill("全天")
    await page.get_by_role("button", name="保存时间").click()
    await expect(page.get_by_text("请写成 09:00-11:30、13:30-17:00 的样子。")).to_be_visible()
    await page.get_by_label("周三").fill("9:00-11:30")
    await page.get_by_role("button", name="保存时间").click()
    await expect(page.get_by_text("已保存接待时间")).to_be_visible()
    async with stage.deps.database.read() as session:
        assert await hours_of(session) == [Hours(2, time(9), time(11, 30))]

    mine = page.locator(".row-work", has=page.get_by_text(name, exact=True))
    await mine.get_by_role("button", name="调整上限").click()
    await dialog.get_by_label("同时最多几个对话").fill("8")
    await yes(page, "保存")
    await expect(mine).to_contain_text("最多 8 个")
    await press(page, "新建标签")
    await dialog.get_by_label("名称").fill("要回访")
    await yes(page, "保存")
    await expect(page.locator(".chip", has_text="要回访")).to_be_visible()
    await look_at(page, "desk")
    await page.get_by_label("删除标签要回访").click()
    await yes(page, "删除")
    await expect(page.locator(".chip", has_text="要回访")).to_have_count(0)
    await row.get_by_role("button", name="删除").click()
    await yes(page, "删除")
    await expect(page.get_by_text("还没有小组")).to_be_visible()


async def test_everybody_has_replies_of_their_own_and_the_shared_ones_are_an_admins(
    stage: Stage, context: BrowserContext
) -> None:
    name = await stage.staff("话术员")
    page = await sign_in(context, name, "/console/desk/replies")
    shared = page.locator(".section", has_text="大家共用")
    await expect(shared).to_contain_text("问候")
    await expect(shared.get_by_role("button", name="修改")).to_have_count(0)
    await press(page, "新建回复")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("名称").fill("我的问候")
    await dialog.get_by_label("内容").fill("{姓名}您好，我是{电话}")
    await yes(page, "保存")
    await expect(page.get_by_text("这里不认识：{电话}")).to_be_visible()
    await dialog.get_by_label("内容").fill("{姓名}您好，我是{工作人员}")
    await yes(page, "保存")
    await expect(page.locator(".row-work", has_text="我的问候")).to_be_visible()
    await look_at(page, "desk-replies")

    member = await stage.member("孙小美")
    await stage.says(member, "在吗")
    case = await stage.asks_for_staff(member)
    await page.goto(f"/console/conversation/{case}")
    await page.get_by_role("button", name="接待", exact=True).click()
    assert "孙小美" not in await page.content()
    await page.get_by_role("button", name="我的问候").click()
    await expect(page.get_by_label("回复内容")).to_have_value(f"孙小美您好，我是{name}")

    async with stage.deps.database.read() as session:
        said = (await session.scalars(select(AuditEntry.what).where(AuditEntry.member_id == member))).all()
    assert "查看姓名" in said

    await page.goto("/console/desk")
    await expect(page.get_by_text("这一页不对您开放")).to_be_visible()
