"""Appointments in real Chromium: seen by whom they are for, recorded, moved; leaves with their effect."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import WEDNESDAY
from tests.console.conftest import Stage
from tests.console.pressing import ask_for, choose, looked_up, press, told, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.console.test_pictures import photo
from tests.union.conftest import add_rows, legal_window
from tests.union.legal_aid.helpers import FRIDAY_NINE, HALF, THURSDAY_NINE, booked, other_windows
from union.attachments.service import attach
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.records import AppointmentOutcome, CaseExample, LawyerLeave
from union.legal_aid.service import Intake
from union.legal_aid.sitting import link_account
from union.legal_aid.telling import subject

pytestmark = pytest.mark.asyncio(loop_scope="session")
LAST_THURSDAY = THURSDAY_NINE - timedelta(days=7)
BEFORE = WEDNESDAY - timedelta(days=7)
INTAKE = Intake(since="2026-08", sum_yuan=12000, people=3, employer="某某餐饮")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def windows(stage: Stage) -> AsyncIterator[None]:
    """The windows of the tests of the service, once; nobody has a talk when a test begins."""
    database = stage.deps.database
    async with database.read() as session:
        is_there = await session.get(LegalWindow, "window") is not None
    if not is_there:
        await add_rows(database, *legal_window(), *other_windows())
    yield

    async def work(session: AsyncSession) -> None:
        for table in (AppointmentOutcome, CaseExample, LawyerLeave, Appointment):
            await session.execute(delete(table))
        for lawyer in await session.scalars(select(Lawyer).where(Lawyer.staff.is_not(None))):
            lawyer.staff = "赵" if lawyer.id == "zhao" else None

    await database.transact(work)


async def lawyer(stage: Stage, name: str, lawyer_id: str = "wang") -> str:
    await stage.staff(name, "lawyer")
    assert await stage.deps.database.transact(lambda s: link_account(s, lawyer_id, name)) is None
    return name


async def over(stage: Stage, **more: object) -> Appointment:
    """A talk of last Thursday at nine, with intake and a paper."""
    member = await stage.member("王芳")
    mine = await booked(
        stage.deps.database, member, LAST_THURSDAY, now=BEFORE, intake=INTAKE, district="吴兴区", town="织里镇", **more
    )
    picture = await stage.settles_picture(member, await stage.sends_picture(member), photo())
    await stage.deps.database.transact(lambda s: attach(s, member, [picture], subject(mine.id)))
    return mine


async def test_the_desk_sees_the_days_talks_masked_and_one_whole(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("预约员")
    page = await sign_in(context, name, "/console/appointments")
    await expect(page.get_by_text("这一天没有预约。")).to_be_visible()
    await look_at(page, "appointments-empty")
    member = await stage.member("王芳")
    mine = await booked(stage.deps.database, member, lawyer_id="wang", now=stage.clock.now(), intake=INTAKE)
    await page.reload()
    await expect(page.get_by_text("这一天没有预约。后面最近的在11月19日（周四）。")).to_be_visible()

    await page.get_by_role("button", name="后一天").click()
    row = page.locator(".row-line", has_text=mine.code)
    await expect(row).to_contain_text("09:00—09:30")
    await expect(row).to_contain_text("王*")
    await expect(row).to_contain_text("律师咨询 · 欠薪")
    assert "王芳" not in await page.content()
    await look_at(page, "appointments")
    await row.get_by_role("link").click()
    await expect(page.get_by_text("三个月没发工资")).to_be_visible()
    await expect(page.get_by_text("12000 元")).to_be_visible()
    await expect(page.get_by_role("button", name="未到")).to_be_hidden()
    await look_at(page, "appointment")
    await ask_for(page, "姓名", "王芳")
    await looked_up(stage, name, f"查看姓名（预约 {mine.code}）", member)

    await press(page, "改时间")
    await choose(page, "新的时间", "10:00，王律师")
    await yes(page, "改到这个时间")
    await expect(page.locator("h1", has_text="10:00—10:30")).to_be_visible()
    assert any("10:00" in text for text in await told(stage, member, "legal.changed"))
    await press(page, "取消预约")
    await yes(page, "取消预约")
    await expect(page.locator(".chip", has_text="已取消")).to_be_visible()


async def test_a_lawyer_records_and_drafts_an_example_that_an_editor_approves(
    stage: Stage, context: BrowserContext
) -> None:
    name, mine = await lawyer(stage, "王律师账号"), await over(stage, lawyer_id="wang")
    other = await over(stage, lawyer_id="li")
    page = await sign_in(context, name)  # where everybody begins: a lawyer at their appointments
    await expect(page.get_by_role("link", name="收件箱")).to_have_count(0)
    await page.get_by_role("button", name="待记录").click()
    await expect(page.locator(".row-line")).to_have_count(1)
    await page.locator(".row-line").get_by_role("link").click()
    image = page.get_by_alt_text("会员发来的材料，第 1 张")
    assert await image.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 400

    await press(page, "已到，记录结果")
    await yes(page, "保存")
    await expect(page.get_by_text("请选择结果。")).to_be_visible()
    await choose(page, "结果", "已解答")
    await page.get_by_label("说了什么").fill("公司拖欠三个月工资，可以申请仲裁。")
    await page.get_by_label("下一步").fill("整理工资条")
    await look_at(page, "appointment-outcome")
    await yes(page, "保存")
    await expect(page.locator(".chip", has_text="已到")).to_be_visible()
    assert len(await told(stage, mine.member_id, "legal.rate")) == 1

    await press(page, "写成案例")
    text = page.get_by_label("案例")
    await expect(text).to_have_value("【欠薪】公司拖欠三个月工资，可以申请仲裁。\n下一步：整理工资条")
    await text.fill("王芳被拖欠三个月工资。")
    await yes(page, "提交审核")
    await expect(page.get_by_text("里面还能看出是谁（王芳）")).to_be_visible()
    await text.fill("一位职工被拖欠三个月工资，申请了仲裁。")
    await yes(page, "提交审核")
    await expect(page.get_by_text("草稿等待审核")).to_be_visible()
    await page.goto(f"/console/appointments/{other.code}")
    await expect(page.get_by_text("这个预约不由您接待")).to_be_visible()
    assert "三个月没发工资" not in await page.content()

    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_text("请用工作人员账号登录")).to_be_visible()
    page = await sign_in(context, await stage.staff("编辑甲", "editor"), "/console/examples")
    await expect(page.get_by_text("一位职工被拖欠三个月工资")).to_be_visible()
    await look_at(page, "examples")
    await press(page, "审核通过")
    await page.get_by_label("案例（可以修改）").fill("一位职工被拖欠工资，申请了仲裁。")
    await yes(page, "通过")
    await expect(page.get_by_text("没有等审核的案例")).to_be_visible()
    async with stage.deps.database.read() as session:
        [example] = await session.scalars(select(CaseExample))
    assert (example.status, example.text) == ("approved", "一位职工被拖欠工资，申请了仲裁。")


async def test_nobody_came(stage: Stage, context: BrowserContext) -> None:
    name, mine = await lawyer(stage, "王律师乙"), await over(stage, lawyer_id="wang")
    page = await sign_in(context, name, f"/console/appointments/{mine.code}")
    await press(page, "未到")
    await yes(page, "未到")
    await expect(page.locator(".chip", has_text="未到")).to_be_visible()
    assert await told(stage, mine.member_id, "legal.rate") == []


async def test_counselling_is_read_by_its_counsellor_alone(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("好奇的", "admin")
    member = await stage.member("王芳")
    about = {"topic": "心理咨询", "description": "睡不着", "service": "counselling", "window_id": "heart"}
    mine = await booked(stage.deps.database, member, FRIDAY_NINE, now=stage.clock.now(), **about)
    picture = await stage.settles_picture(member, await stage.sends_picture(member), photo())
    await stage.deps.database.transact(lambda s: attach(s, member, [picture], subject(mine.id)))

    page = await sign_in(context, name, f"/console/appointments/{mine.code}")
    await expect(page.get_by_text("这是保密的咨询")).to_be_visible()
    assert "睡不着" not in await page.content()
    assert (await context.request.get(f"/console/pictures/{picture}")).status == 404
    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_text("请用工作人员账号登录")).to_be_visible()
    page = await sign_in(context, await lawyer(stage, "赵老师账号", "zhao"), f"/console/appointments/{mine.code}")
    await expect(page.get_by_text("睡不着")).to_be_visible()
    assert (await context.request.get(f"/console/pictures/{picture}")).status == 200


async def test_a_leave_shows_its_effect_before_it_is_entered(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("排班员", "admin")
    members = [await stage.member("王芳"), await stage.member("李红")]
    now = stage.clock.now()
    first = await booked(stage.deps.database, members[0], THURSDAY_NINE, lawyer_id="wang", now=now)
    await booked(stage.deps.database, members[1], THURSDAY_NINE + HALF, lawyer_id="wang", now=now)
    page = await sign_in(context, name, "/console/appointments")
    await page.get_by_role("link", name="值班安排").click()
    await press(page, "登记请假")
    await choose(page, "谁请假", "王律师（法律援助窗口）")
    await page.get_by_label("从哪天").fill("2026-11-19")
    await page.get_by_label("到哪天").fill("2026-11-19")
    await choose(page, "谁接替", "李律师")
    await yes(page, "看影响")
    await expect(page.get_by_text("2 个预约由接替的人接手，时间不变")).to_be_visible()
    await look_at(page, "plan-effect")
    async with stage.deps.database.read() as session:
        assert await session.scalar(select(LawyerLeave.id)) is None
    await yes(page, "登记请假")
    await expect(page.locator(".row-work", has_text="李律师接替")).to_contain_text("11月19日，排班员登记")
    await look_at(page, "plan")
    assert any("由李律师接待您" in text for text in await told(stage, first.member_id, "legal.changed"))

    await press(page, "登记关闭")
    await choose(page, "哪个窗口", "法律援助窗口")
    await page.get_by_label("哪天", exact=True).fill("2026-11-19")
    await page.get_by_label("原因").fill("停电")
    await yes(page, "看影响")
    await expect(page.get_by_text("2 个预约要另约时间")).to_be_visible()
    await yes(page, "关闭这一天")
    await expect(page.locator(".row-work", has_text="停电")).to_be_visible()
    await page.goto("/console/appointments")
    await page.get_by_role("button", name="待改期").click()
    await expect(page.locator(".row-line", has_text=first.code)).to_be_visible()
    await page.goto("/console/appointments/plan")
    await page.get_by_role("button", name="恢复开放").click()
    await expect(page.get_by_text("没有登记的关闭日")).to_be_visible()
    await page.get_by_role("button", name="撤销请假").click()
    await expect(page.get_by_text("没有登记的请假")).to_be_visible()


async def test_requests_are_listed_by_town_and_an_account_is_linked(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("区里的", "admin")
    await stage.staff("王律师丙", "lawyer")
    mine = await over(stage, lawyer_id="wang")
    page = await sign_in(context, name, f"/console/appointments/{mine.code}")
    await expect(page.get_by_text("还没有关联工作人员账号")).to_be_visible()
    await page.goto("/console/appointments")
    await page.get_by_role("button", name="按街道").click()
    await expect(page.locator(".row-line", has_text="吴兴区织里镇")).to_be_visible()

    await page.goto("/console/appointments/plan")
    row = page.locator(".row-work", has_text="王律师")
    await row.get_by_role("button", name="关联账号").click()
    await choose(page, "账号", "王律师丙")
    await yes(page, "保存")
    await expect(row).to_contain_text("账号 王律师丙")
