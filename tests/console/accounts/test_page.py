"""Accounts in real Chromium: added, changed, closed at once; and everybody's own."""

import re
from collections.abc import AsyncIterator

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import PASSWORD, Stage
from tests.console.pressing import choose, press, yes
from tests.console.requests import clerk, get, signed_in
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.staff.helpers import unions
from union.audit.models import AuditEntry
from union.roster.models import Union
from union.staff.models import LoginTry, Staff

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def no_other_accounts(stage: Stage) -> AsyncIterator[None]:
    """Each test has its own accounts and the tree of unions."""
    await stage.deps.database.transact(lambda s: s.execute(delete(Staff)))
    await unions(stage.deps.database)
    yield

    async def work(session: AsyncSession) -> None:
        await session.execute(delete(Staff))
        await session.execute(delete(LoginTry))
        for one in await session.scalars(select(Union).order_by(Union.path.desc())):
            await session.delete(one)
            await session.flush()

    await stage.deps.database.transact(work)


async def test_a_colleague_gets_an_account_and_a_password_that_is_shown_once(
    stage: Stage, context: BrowserContext
) -> None:
    page = await sign_in(context, await clerk(stage, "管理甲", "admin"), "/console/accounts")
    await look_at(page, "accounts")
    await press(page, "添加账号")
    asked = page.get_by_role("dialog").get_by_label("账号名")
    await asked.fill("管理 甲")
    await choose(page, "岗位", "接待员")
    await choose(page, "哪个工会", "上城区总工会")
    await look_at(page, "account-new")
    await yes(page, "添加")
    await expect(page.get_by_role("alert").filter(has_text="账号名要 1 到 32 个字")).to_be_visible()
    await asked.fill("新同事")
    await yes(page, "添加")
    await expect(page.get_by_text("新同事 的临时密码")).to_be_visible()
    temporary = await page.locator(".code").inner_text()
    await look_at(page, "account-password")
    await yes(page, "已经抄好")
    await expect(page.locator(".row-work", has_text="新同事")).to_contain_text("等首次登录")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert temporary not in await page.content()

    other = await page.context.browser.new_context(base_url=stage.url)  # type: ignore[union-attr]
    theirs = await other.new_page()
    await theirs.goto("/console")
    await theirs.get_by_label("账号").fill("新同事")
    await theirs.get_by_label("密码", exact=True).fill(temporary)
    await theirs.keyboard.press("Enter")
    await expect(theirs.get_by_text("请换一个新密码")).to_be_visible()
    await look_at(theirs, "login-new-password")
    await theirs.get_by_label("新密码").fill(temporary)
    await theirs.get_by_label("再输一遍").fill(temporary)
    await theirs.keyboard.press("Enter")
    await expect(theirs.get_by_role("alert")).to_have_text("请换一个和原来不同的密码。")
    await theirs.get_by_label("新密码").fill("我的新密码8位以上")
    await theirs.get_by_label("再输一遍").fill("我的新密码8位以上")
    await theirs.get_by_role("button", name="保存并继续").click()
    await expect(theirs.get_by_text("现在没有等待的会员")).to_be_visible()

    # Closed by the administrator, the open page ends by itself.
    await page.locator(".row-work", has_text="新同事").get_by_role("button", name="停用").click()
    await yes(page, "停用")
    await expect(theirs.get_by_text("请用工作人员账号登录")).to_be_visible()
    await theirs.get_by_label("账号").fill("新同事")
    await theirs.get_by_label("密码", exact=True).fill("我的新密码8位以上")
    await theirs.keyboard.press("Enter")
    await expect(theirs.get_by_role("alert")).to_have_text("账号或密码不对，请再试一次。")
    await other.close()
    async with stage.deps.database.read() as session:
        query = select(AuditEntry.what).where(AuditEntry.staff == "管理甲", AuditEntry.task == "accounts")
        assert list(await session.scalars(query.order_by(AuditEntry.id))) == [
            "添加账号 新同事（接待员）",
            "停用账号 新同事",
        ]


async def test_a_role_is_changed_and_ends_what_is_open(stage: Stage, context: BrowserContext) -> None:
    await clerk(stage, "小李")
    cookie = await signed_in(stage, "小李")
    page = await sign_in(context, await clerk(stage, "管理甲", "admin"), "/console/accounts")
    mine = page.locator(".row-work", has_text="管理甲")
    await expect(mine.get_by_role("link", name="我的账号")).to_be_visible()
    await expect(mine.get_by_role("button")).to_have_count(0)
    await page.locator(".row-work", has_text="小李").get_by_role("button", name="改岗位").click()
    await choose(page, "岗位", "知识编辑")
    await yes(page, "保存")
    await expect(page.locator(".row-work", has_text="小李")).to_contain_text("知识编辑")
    assert (await get(stage, cookie, "/me")).status_code == 303


async def test_a_districts_administrator_sees_no_other_accounts(stage: Stage) -> None:
    for name, union_id in (("区管理", "shangcheng"), ("街道的", "hubin"), ("西湖的", "xihu"), ("全市的", None)):
        await clerk(stage, name, "admin" if name == "区管理" else "agent", union_id)
    answer = await get(stage, await signed_in(stage, "区管理"), "/accounts")
    assert answer.status_code == 200
    assert "街道的" in answer.text
    assert "西湖" not in answer.text and "全市的" not in answer.text and "全部工会" not in answer.text


async def test_ones_own_password_and_sessions(stage: Stage, context: BrowserContext) -> None:
    name = await clerk(stage, "小周", "editor")
    elsewhere = await signed_in(stage, name)
    page = await sign_in(context, name, "/console/examples")
    await page.get_by_role("link", name="个人设置").click()
    await expect(page.get_by_text("我的账号").first).to_be_visible()
    await expect(page.locator(".row-work")).to_have_count(2)
    await look_at(page, "me")
    await page.get_by_label("现在的密码").first.fill("wrong-wrong")
    await page.get_by_label("新密码", exact=True).fill("another horse")
    await page.get_by_label("新密码再输一遍").fill("another hors")
    await page.get_by_role("button", name="换密码").click()
    await expect(page.get_by_text("两遍不一样，请再输一遍。")).to_be_visible()
    await page.get_by_label("新密码再输一遍").fill("another horse")
    await page.get_by_role("button", name="换密码").click()
    await expect(page.get_by_text("现在的密码不对。")).to_be_visible()
    await page.get_by_label("现在的密码").first.fill(PASSWORD)
    await page.get_by_role("button", name="换密码").click()
    await expect(page.get_by_text("密码已换。其他地方的登录都已退出。")).to_be_visible()
    await expect(page.locator(".row-work")).to_have_count(1)
    assert (await get(stage, elsewhere, "/me")).status_code == 303


async def test_a_second_factor_is_set_up_asked_for_and_turned_off(stage: Stage, context: BrowserContext) -> None:
    name = await clerk(stage, "小吴")
    page = await sign_in(context, name, "/console/me")
    await page.get_by_role("button", name="开启手机验证").click()
    secret = re.sub(r"[^A-Z2-7]", "", (await page.locator(".secret").inner_text()).split("：")[-1])
    await look_at(page, "me-second-factor")
    await page.get_by_label("手机上的 6 位数字").fill(pyotp.TOTP(secret).at(stage.clock.now()))
    await page.get_by_role("button", name="确认").click()
    await expect(page.get_by_text("请保存备用码")).to_be_visible()
    recovery = await page.locator(".recovery .code").first.inner_text()
    await look_at(page, "me-recovery")
    await page.get_by_role("button", name="我已经抄好").click()
    await expect(page.get_by_text("备用码还剩 8 个")).to_be_visible()
    await page.get_by_role("button", name="退出", exact=True).click()

    await page.get_by_label("账号").fill(name)
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("请输入验证码")).to_be_visible()
    await look_at(page, "login-code")
    await page.get_by_label("验证码").fill(pyotp.TOTP(secret).at(stage.clock.now()))  # it was used to set it up
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("验证码不对，或者已经用过")
    await page.get_by_label("验证码").fill(recovery)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("现在没有等待的会员")).to_be_visible()

    await page.goto("/console/me")
    await expect(page.get_by_text("备用码还剩 7 个")).to_be_visible()
    await press(page, "关闭手机验证")
    await page.get_by_role("dialog").get_by_label("现在的密码").fill(PASSWORD)
    await yes(page, "关闭")
    await expect(page.get_by_text("还没有开启")).to_be_visible()
