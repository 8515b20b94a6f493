"""The week of a window in real Chromium: seen, booked for who calls, taken away."""

import io

import pytest
from openpyxl import load_workbook
from playwright.async_api import BrowserContext, expect

from tests.console.appointments.test_page import lawyer, windows
from tests.console.conftest import Stage
from tests.console.pressing import choose, press, told, yes
from tests.console.scoped import staff_of_zhenhai
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.legal_aid.helpers import booked

pytestmark = pytest.mark.asyncio(loop_scope="session")
__all__ = ["windows"]  # the fixture of the neighbour: it stands around each test here too


async def test_the_desk_books_a_free_slot_for_who_calls(stage: Stage, context: BrowserContext) -> None:
    member = await stage.member("王芳")
    mine = await booked(stage.deps.database, member, lawyer_id="wang", now=stage.clock.now(), district="吴兴区")
    page = await sign_in(context, await stage.staff("接电话的"), "/console/appointments")
    await page.get_by_role("link", name="周历").click()
    await choose(page, "窗口", "法律援助窗口")
    await expect(page.locator(".cell.booked")).to_contain_text("王*")
    await look_at(page, "week")
    await page.locator(".cell.free", has_text="10:00 李律师").first.click()
    await expect(page.get_by_role("dialog")).to_contain_text("为会员预约：11月19日 星期四 10:00，李律师")
    await page.get_by_label("怎么找到会员").fill("ABCD")
    await yes(page, "预约")
    await expect(page.get_by_text("没有找到这位会员")).to_be_visible()
    await page.get_by_label("怎么找到会员").fill(mine.code.lower())
    await yes(page, "预约")
    await expect(page.get_by_text("请选择事项。")).to_be_visible()
    await choose(page, "事项", "工伤")
    await page.get_by_label("会员说的情况").fill("在车间伤了手")
    await look_at(page, "week-book")
    await yes(page, "预约")
    await expect(page.locator(".cell.booked")).to_have_count(2)
    assert any("李律师" in text for text in await told(stage, member, "legal.booked"))

    await press(page, "导出")
    async with page.expect_download() as waiting:
        await yes(page, "导出")
    sheet = load_workbook(io.BytesIO((await (await waiting.value).path()).read_bytes())).active
    assert sheet is not None
    assert [row[8] for row in sheet.iter_rows(values_only=True)] == ["主题", "欠薪", "工伤"]

    await page.locator(".cell.booked", has_text="王律师").click()
    await press(page, "取消预约")
    await page.get_by_label("原因").fill("律师出庭")
    await yes(page, "取消预约")
    await expect(page.locator(".chip", has_text="已取消")).to_be_visible()
    assert any("律师出庭" in text for text in await told(stage, member, "legal.cancelled"))


async def test_a_lawyer_sees_their_own_week_and_books_nothing(stage: Stage, context: BrowserContext) -> None:
    page = await sign_in(context, await lawyer(stage, "王律师周"), "/console/appointments/week")
    await expect(page.locator(".cell.free").first).to_contain_text("王律师")
    await expect(page.locator(".cell", has_text="李律师")).to_have_count(0)
    await expect(page.get_by_role("button", name="导出")).to_have_count(0)
    await page.locator(".cell.free").first.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_clerk_of_another_union_sees_no_week(stage: Stage, context: BrowserContext) -> None:
    page = await sign_in(context, await staff_of_zhenhai(stage, "镇海周历"), "/console/appointments/week")
    await expect(page.get_by_text("您负责的范围里还没有窗口")).to_be_visible()
