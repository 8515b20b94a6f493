"""Windows and rota in real Chromium: set up without help, and what a change does to members is said before."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.pressing import choose, press, told, yes
from tests.console.scoped import staff_of_zhenhai
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.conftest import add_rows, legal_window
from tests.union.legal_aid.helpers import booked, other_windows
from union.legal_aid.models import Appointment, Lawyer, LegalWindow, RotaDay
from union.legal_aid.records import LawyerLeave

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def windows(stage: Stage) -> AsyncIterator[None]:
    """The windows of the tests of the service, and nothing of these tests afterwards."""
    await clear(stage)
    await add_rows(stage.deps.database, *legal_window(), *other_windows())
    yield
    await clear(stage)


async def clear(stage: Stage) -> None:
    async def work(session: AsyncSession) -> None:
        for table in (LawyerLeave, Appointment, RotaDay, Lawyer, LegalWindow):
            await session.execute(delete(table))

    await stage.deps.database.transact(work)


async def test_a_clerk_sets_a_window_up_from_nothing(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("排班甲")
    page = await sign_in(context, name, "/console/windows")
    await expect(page.locator(".row-line", has_text="法律援助窗口")).to_contain_text("2 人值班")
    await look_at(page, "windows")
    await page.get_by_role("button", name="新建窗口").click()
    await page.get_by_label("名称").fill("织里工会驿站窗口")
    await page.get_by_label("城市").fill("湖州市")
    await page.get_by_label("一场多少分钟").fill("1")
    await page.get_by_role("button", name="新建", exact=True).click()
    await expect(page.get_by_text("请填写。")).to_be_visible()
    await page.get_by_label("地点").fill("织里大道 1 号二楼")
    await page.get_by_role("button", name="新建", exact=True).click()
    await expect(page.get_by_text("请填 5 到 240 之间的整数。")).to_be_visible()
    await look_at(page, "window-new")
    await page.get_by_label("一场多少分钟").fill("30")
    await page.get_by_role("button", name="新建", exact=True).click()

    await expect(page.get_by_text("这个窗口还没有值班的人")).to_be_visible()
    await press(page, "加人")
    await yes(page, "保存")
    await expect(page.get_by_text("请填写。")).to_be_visible()
    await page.get_by_label("姓名").fill("周律师")
    await yes(page, "保存")
    await expect(page.locator(".row-work", has_text="周律师")).to_be_visible()

    await press(page, "加值班")
    await choose(page, "谁", "周律师")
    await choose(page, "星期几", "星期四")
    await page.get_by_label("结束").fill("09:10")
    await yes(page, "保存")
    await expect(page.get_by_text("一场咨询 30 分钟，这段时间不够一场。")).to_be_visible()
    await look_at(page, "window-shift")
    await page.get_by_label("结束").fill("11:00")
    await yes(page, "保存")
    await expect(page.locator(".row-work", has_text="每周四 09:00—11:00")).to_be_visible()
    await press(page, "加值班")
    await choose(page, "谁", "周律师")
    await choose(page, "怎么排", "每月一次")
    await choose(page, "星期几", "星期四")
    await yes(page, "保存")
    await expect(page.get_by_text("这段时间周律师已经排了班，请错开。")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator(".cell.free")).to_have_count(4)
    await look_at(page, "window")


async def test_what_a_change_does_to_members_is_said_before(stage: Stage, context: BrowserContext) -> None:
    member = await stage.member("王芳")
    await booked(stage.deps.database, member, lawyer_id="wang", now=stage.clock.now())
    name = await stage.staff("排班乙")
    page = await sign_in(context, name, "/console/windows")
    await page.locator(".row-line", has_text="法律援助窗口").get_by_role("link").click()
    await expect(page.locator(".cell.booked")).to_contain_text("王律师")

    await press(page, "修改窗口")
    await page.get_by_label("地点", exact=True).fill("新大楼三楼")
    await yes(page, "保存")
    await expect(page.get_by_text("1 个预约时间不变，会告诉会员新的地点")).to_be_visible()
    await yes(page, "仍然这样改")
    await expect(page.locator(".facts", has_text="新大楼三楼")).to_be_visible()
    assert any("新大楼三楼" in text for text in await told(stage, member, "legal.changed"))

    row = page.locator(".row-work", has_text="王律师").first
    await row.get_by_role("button", name="离岗").click()
    await expect(page.get_by_text("1 个预约要另约时间")).to_be_visible()
    await look_at(page, "window-leaves")
    await yes(page, "仍然这样改")
    await expect(page.locator(".row-work", has_text="王律师").first.get_by_text("已离岗")).to_be_visible()
    assert len(await told(stage, member, "legal.offer")) == 1


async def test_a_clerk_of_another_union_sees_no_window(stage: Stage, context: BrowserContext) -> None:
    name = await staff_of_zhenhai(stage, "镇海排班")
    page = await sign_in(context, name, "/console/windows")
    await expect(page.get_by_text("还没有窗口。")).to_be_visible()
    await page.goto("/console/windows/window")
    await expect(page.get_by_text("没有找到这个窗口")).to_be_visible()
    await page.get_by_role("button", name="回到窗口和排班").click()
    await expect(page.get_by_text("还没有窗口。")).to_be_visible()
