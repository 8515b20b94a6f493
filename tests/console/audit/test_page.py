"""The log in real Chromium: found by person and member, taken away as a spreadsheet; and by union."""

import io

import pytest
from openpyxl import load_workbook
from playwright.async_api import BrowserContext, expect

from tests.console.conftest import Stage
from tests.console.pressing import choose
from tests.console.requests import clerk, get, signed_in
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from union.audit.service import note

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def did(stage: Stage, staff: str, what: str, *, member_id: str = "", path: str = "/voices") -> None:
    now = stage.clock.now()
    await stage.deps.database.transact(
        lambda s: note(s, staff=staff, task="voices", what=what, now=now, path=path, member_id=member_id)
    )


async def test_steps_are_found_and_exported(stage: Stage, context: BrowserContext) -> None:
    admin, one, two = (
        await clerk(stage, "查记录的", "admin"),
        await clerk(stage, "日志甲"),
        await clerk(stage, "日志乙"),
    )
    await did(stage, one, "=答复建议", member_id="m-log")
    await did(stage, two, "看了手机号", member_id="m-log")
    await did(stage, two, "转交建议<b>粗</b>")
    page = await sign_in(context, admin, "/console/audit")
    await expect(page.locator(".row-log", has_text="转交建议<b>粗</b>")).to_be_visible()
    await look_at(page, "audit")

    await page.get_by_label("账号").last.fill("日志乙")
    await page.get_by_role("option", name="日志乙").click()
    await expect(page.locator(".row-log")).to_have_count(2)
    await page.get_by_role("button", name="同一位会员的记录", exact=True).click()
    await expect(page.locator(".row-log")).to_have_count(1)
    await page.get_by_label("账号").last.fill("全部账号")
    await page.get_by_role("option", name="全部账号").click()
    await expect(page.locator(".row-log")).to_have_count(2)
    async with page.expect_download() as started:
        await page.get_by_role("button", name="导出表格").click()
    file = await (await started.value).path()
    rows = list(load_workbook(io.BytesIO(file.read_bytes())).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[3] for row in rows] == ["做了什么", "看了手机号", "'=答复建议"]

    await page.get_by_role("button", name="只看同一位会员").click()
    await choose(page, "哪一类", "操作记录")
    await expect(page.locator(".row-log", has_text="导出操作记录").first).to_be_visible()
    await page.get_by_label("从哪天").fill("2100-01-01")
    await expect(page.get_by_text("没有这样的操作记录。")).to_be_visible()


async def test_the_log_is_for_administrators(stage: Stage) -> None:
    answer = await get(stage, await signed_in(stage, await clerk(stage, "好奇的接待员")), "/audit")
    assert "这一页不对您开放" in answer.text
