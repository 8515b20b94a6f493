"""The log-in in real Chromium: waits after failures, what administrators must set up, no cookie taken over."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import delete, select

from tests.console.conftest import PASSWORD, Stage
from tests.console.requests import clerk, get
from tests.console.shots import look_at
from union.staff.models import LoginTry, StaffSession

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def no_failures(stage: Stage) -> AsyncIterator[None]:
    """All tests come from one address."""
    yield
    await stage.deps.database.transact(lambda s: s.execute(delete(LoginTry)))


async def try_it(page: Page, name: str, password: str) -> None:
    await page.get_by_label("账号").fill(name)
    await page.get_by_label("密码", exact=True).fill(password)
    await page.get_by_role("button", name="登录").click()


@pytest.mark.parametrize("name", ["猜得到", "没有这个人", "<script>alert(1)</script>", "长" * 64])
async def test_failures_wait_whether_there_is_such_an_account_or_not(
    stage: Stage, context: BrowserContext, name: str
) -> None:
    await clerk(stage, "猜得到")
    page = await context.new_page()
    await page.goto("/console/login")
    for _ in range(5):
        await try_it(page, name, "wrong-wrong")
        await expect(page.get_by_role("alert")).to_have_text("账号或密码不对，请再试一次。")
        await expect(page.get_by_label("密码", exact=True)).to_have_value("")
    await try_it(page, name, PASSWORD)
    await expect(page.get_by_role("alert")).to_have_text("试的次数太多了，请等 30 秒再试。")
    if name == "猜得到":
        await look_at(page, "login-wait")
        stage.clock.move(timedelta(seconds=30))
        await try_it(page, name, PASSWORD)
        await expect(page.get_by_text("退出", exact=True)).to_be_visible()


async def test_an_administrator_sets_a_second_factor_up_at_the_first_log_in(
    stage: Stage, context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.deps.settings, "admin_second_factor", True)
    name = await clerk(stage, "头一回的", "admin")
    page = await context.new_page()
    await page.goto("/console/accounts")
    await look_at(page, "login")
    await try_it(page, name, PASSWORD)
    await expect(page.get_by_text("给账号加一道验证")).to_be_visible()
    await look_at(page, "login-set-up")
    secret = re.sub(r"[^A-Z2-7]", "", (await page.locator(".secret").inner_text()).split("：")[-1])
    field = page.get_by_label("手机上的 6 位数字")
    await field.fill("000000")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("验证码不对")
    await field.fill(pyotp.TOTP(secret).at(stage.clock.now()))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("请保存备用码")).to_be_visible()
    assert (await context.request.get("/console/accounts", max_redirects=0)).status == 303  # nothing is open yet
    await look_at(page, "login-recovery")
    await page.get_by_role("button", name="我已经抄好").click()
    await expect(page.get_by_role("heading", name="账号", exact=True)).to_be_visible()
    await page.goto("/console/me")
    await page.get_by_role("button", name="关闭手机验证").click()
    await page.get_by_role("dialog").get_by_label("现在的密码").fill(PASSWORD)
    await page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    await expect(page.get_by_text("管理员账号必须有手机验证，不能关闭。")).to_be_visible()


async def test_a_cookie_of_before_the_log_in_opens_nothing_after_it(stage: Stage, context: BrowserContext) -> None:
    name = await clerk(stage, "被种饼干的")
    page = await context.new_page()
    await page.goto("/console/login")
    [before] = [one for one in await context.cookies() if one.get("name") == "unionbot_console"]
    await try_it(page, name, PASSWORD)
    await expect(page.get_by_text("退出", exact=True)).to_be_visible()
    [after] = [one for one in await context.cookies() if one.get("name") == "unionbot_console"]
    assert after.get("httpOnly") and after.get("sameSite") == "Strict"
    assert (await get(stage, {"unionbot_console": str(after.get("value"))}, "/me")).status_code == 200
    assert (await get(stage, {"unionbot_console": str(before.get("value"))}, "/me")).status_code == 303


async def test_who_signs_out_ends_the_session_and_not_only_the_page(stage: Stage, context: BrowserContext) -> None:
    name = await clerk(stage, "退出彻底的")
    page = await context.new_page()
    await page.goto("/console/me")
    await try_it(page, name, PASSWORD)
    await expect(page.get_by_text("我的账号").first).to_be_visible()
    [held] = [one for one in await context.cookies() if one.get("name") == "unionbot_console"]
    await page.get_by_role("button", name="退出", exact=True).first.click()
    await expect(page.get_by_text("请用工作人员账号登录")).to_be_visible()
    assert (await get(stage, {"unionbot_console": str(held.get("value"))}, "/me")).status_code == 303
    async with stage.deps.database.read() as session:
        ended = await session.scalars(select(StaffSession.ended_why).where(StaffSession.ended_at.is_not(None)))
    assert "log_out" in list(ended)
