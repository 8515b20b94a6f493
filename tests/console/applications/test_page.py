"""Applications in real Chromium: found, read with their papers, decided, and what the member gets to hear."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.pressing import ask_for, looked_up, press, told, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.console.test_pictures import photo
from tests.union.applications.helpers import HARDSHIP, hand_in, opened, verb
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


async def applied(stage: Stage, name: str = "王小明") -> Application:
    """Somebody applied for hardship aid, with one picture."""
    member = await stage.member(name)
    async with stage.deps.database.read() as session:
        is_open = await session.get(ApplicationRound, "hardship") is not None
    if not is_open:
        await opened(stage.deps.database, title="困难帮扶（2026年）", budget_yuan=5000, quota=3)
    picture = await stage.settles_picture(member, await stage.sends_picture(member), photo())
    submitted = await hand_in(
        stage.deps.database, member, papers={"proof": [picture]}, key=f"apply:{member}", now=stage.clock.now()
    )
    assert isinstance(submitted, service.Submitted), submitted
    await stage.bus.publish("conversations", member=member)
    return submitted.application


async def test_a_clerk_sees_an_application_come_reads_it_and_grants_it(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("申请员")
    page = await sign_in(context, name)
    await page.goto("/console/applications")
    await expect(page.get_by_text("现在没有待审核的申请")).to_be_visible()
    await look_at(page, "applications-empty")

    application = await applied(stage)
    row = page.locator(".row-line", has_text=application.number)
    await expect(row).to_contain_text("困难帮扶（2026年）")
    await expect(page.get_by_role("link", name="申请 1", exact=True)).to_be_visible()
    await expect(row).to_contain_text("王**")
    await expect(row).to_contain_text("名额 3 个、预算 5000 元")
    assert "小明" not in await page.content()
    await look_at(page, "applications")

    await row.get_by_role("link").click()
    await expect(page.get_by_text("父亲住院", exact=True)).to_be_visible()
    await look_at(page, "application-masked")
    await ask_for(page, "姓名", "王小明")
    await ask_for(page, "手机号", "13812345678")
    await looked_up(stage, name, f"查看手机号（申请 {application.number}）", application.member_id)
    image = page.get_by_alt_text("困难情况证明，第 1 张")
    assert await image.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 400
    await look_at(page, "application")

    await press(page, "通过")
    await page.get_by_label("金额（元）").fill("一千")
    await yes(page, "通过")
    await expect(page.get_by_text("金额请写整数")).to_be_visible()
    await page.get_by_label("金额（元）").fill("9000")
    await yes(page, "通过")
    await expect(page.get_by_text("预算不够，还剩 5000 元。")).to_be_visible()
    await look_at(page, "application-grant")
    await page.get_by_label("金额（元）").fill("1500")
    await yes(page, "通过")
    await expect(page.get_by_role("button", name="已发放", exact=True)).to_be_visible()
    await expect(page.locator(".facts").first).to_contain_text("1500 元")
    [text] = await told(stage, application.member_id, "benefits.")
    assert "结果：通过" in text and "1500元" in text

    await press(page, "已发放")
    await yes(page, "已发放")
    await expect(page.get_by_text("已经办结，没有要做的了。")).to_be_visible()
    assert "已安排发放" in (await told(stage, application.member_id, "benefits."))[-1]


async def test_papers_are_asked_for_and_a_refusal_needs_a_reason(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("退回员")
    application = await applied(stage)
    page = await sign_in(context, name, f"/console/applications/{application.number}")

    await press(page, "退回补材料")
    await yes(page, "退回")
    await expect(page.get_by_text("请写明理由，会员会看到。")).to_be_visible()
    await page.get_by_label("需要补什么").fill("证明看不清，请重拍")
    await yes(page, "退回")
    await expect(page.get_by_text("已退回给会员补充")).to_be_visible()
    assert "证明看不清" in (await told(stage, application.member_id, "benefits."))[-1]
    await page.get_by_role("link", name="‹ 申请").click()
    await page.get_by_role("button", name="等补材料（1）").click()
    await expect(page.locator(".row-line", has_text=application.number)).to_be_visible()


async def test_an_appeal_is_for_somebody_else(stage: Stage, context: BrowserContext) -> None:
    first, second = await stage.staff("初审员"), await stage.staff("复核员")
    application = await applied(stage)
    database = stage.deps.database
    await verb(database, service.refuse, application.id, staff=first, reason="收入超过", key="r", now=stage.clock.now())
    await database.transact(
        lambda s: service.appeal(
            s, str(application.member_id), application.id, "当时没交上", key="a", now=stage.clock.now()
        )
    )
    page = await sign_in(context, first, f"/console/applications/{application.number}")
    await expect(page.get_by_text("申诉要由另一位同事复核")).to_be_visible()
    await expect(page.get_by_role("button", name="通过", exact=True)).to_be_hidden()

    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_text("请用工作人员账号登录")).to_be_visible()
    page = await sign_in(context, second, f"/console/applications/{application.number}")
    await expect(page.get_by_text("当时没交上")).to_be_visible()
    await press(page, "不通过")
    await page.get_by_label("理由").fill("核实后仍不符合")
    await yes(page, "不通过")
    await expect(page.locator(".chip", has_text="未通过")).to_be_visible()
    assert "复核后的结果" in (await told(stage, application.member_id, "benefits."))[-1]


async def test_what_a_colleague_decided_meanwhile_is_said(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("慢一步")
    application = await applied(stage)
    page = await sign_in(context, name, f"/console/applications/{application.number}")
    await press(page, "不通过")
    await page.get_by_label("理由").fill("不符合")

    await verb(
        stage.deps.database,
        service.approve,
        application.id,
        staff="同事",
        amount_yuan=100,
        key="q",
        now=stage.clock.now(),
    )
    await yes(page, "不通过")
    await expect(page.get_by_text("这份申请现在的状态是“已通过”，不能这样处理。")).to_be_visible()


async def test_a_number_finds_an_application_on_any_pile_and_a_wrong_one_says_so(
    stage: Stage, context: BrowserContext
) -> None:
    name = await stage.staff("查号员")
    application = await applied(stage)
    await stage.deps.database.transact(
        lambda s: service.withdraw(s, str(application.member_id), application.id, key="w", now=stage.clock.now())
    )
    page = await sign_in(context, name, "/console/applications")
    await page.get_by_label("编号").fill(application.number.lower())
    await expect(page.locator(".row-line", has_text="已撤回")).to_be_visible()
    await page.get_by_label("编号").fill("ZZZZ9999")
    await expect(page.get_by_text("没有这个编号的申请。")).to_be_visible()

    await page.goto("/console/applications/NOTHING")
    await expect(page.get_by_text("没有找到这份申请")).to_be_visible()
    await page.get_by_role("button", name="回到申请").click()
    await expect(page.get_by_text("现在没有待审核的申请")).to_be_visible()


async def test_what_was_told_is_text(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("细心员")
    member = await stage.member("王小明")
    await opened(stage.deps.database)
    html = "<img src=x onerror='document.title=1'><b>粗</b>{{ 1+1 }}"
    handed = await hand_in(stage.deps.database, member, answers={**HARDSHIP, "happened": html}, now=stage.clock.now())
    page = await sign_in(context, name, f"/console/applications/{handed.application.number}")
    await expect(page.get_by_text(html)).to_be_visible()
    assert await page.locator(".facts img, .facts b").count() == 0


async def test_a_lawyer_sees_no_applications(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("张律师甲", "lawyer")
    application = await applied(stage)
    page = await context.new_page()
    await page.goto("/console/applications")
    await page.get_by_label("账号").fill(name)
    await page.get_by_label("密码", exact=True).fill("console-test-1")
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_text("这一页不对您开放")).to_be_visible()
    await expect(page.get_by_role("link", name="申请", exact=True)).to_have_count(0)
    await page.goto(f"/console/applications/{application.number}")
    await expect(page.get_by_text("这一页不对您开放")).to_be_visible()
    assert "父亲住院" not in await page.content()
