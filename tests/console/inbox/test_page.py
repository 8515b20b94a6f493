"""The inbox in real Chromium: filters, keys, alerts, presence, and what another union's clerk does not see."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from union.handoff.models import HandoffCase
from union.handoff.presence import own_presence
from union.handoff.service import take
from union.roster.models import Union
from union.staff.models import Staff

pytestmark = pytest.mark.asyncio(loop_scope="session")
ALERTED = "() => window.alerted ?? []"
RECORDS = """() => {
  window.alerted = [];
  deskAlerts.tone = () => window.alerted.push("tone");
  window.Notification = class {
    static permission = "granted";
    constructor(title, options) { window.alerted.push(options.body); }
  };
}"""


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nobody_waits(stage: Stage) -> AsyncIterator[None]:
    """The cases of other tests are none of ours, nor ours theirs."""

    async def work(session: AsyncSession) -> None:
        await session.execute(delete(HandoffCase))

    await stage.deps.database.transact(work)
    yield
    await stage.deps.database.transact(work)


async def test_cases_are_filtered_and_reached_by_keyboard(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("键盘员")
    for who, topic, text in (("王小芳", "欠薪", "三个月没发工资"), ("李强", "疗休养", "想报名")):
        member = await stage.member(who)
        await stage.says(member, text)
        await stage.asks_for_staff(member, topic, urgent=topic == "欠薪")
    page = await sign_in(context, name)
    rows = page.locator(".row-case")
    await expect(rows).to_have_count(2)
    await look_at(page, "inbox")

    await page.keyboard.press("?")
    await expect(page.get_by_text("键盘快捷键")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator(".q-dialog")).to_have_count(0)
    await page.keyboard.press("/")
    await page.keyboard.type("李")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("疗休养")
    await page.keyboard.press("Control+A")
    await page.keyboard.press("Backspace")
    await expect(rows).to_have_count(2)

    await page.get_by_label("显示").click()
    await page.get_by_role("option", name="紧急").click()
    await expect(rows).to_have_count(1)
    await page.get_by_label("显示").click()
    await page.get_by_role("option", name="全部", exact=True).click()
    await expect(rows).to_have_count(2)
    await expect(page.get_by_role("option")).to_have_count(0)  # the menu gives its focus back when it is gone
    await page.locator("h1").click()

    await page.keyboard.press("j")
    await expect(page.locator(".row-case a").nth(0)).to_be_focused()
    await page.keyboard.press("j")
    await expect(page.locator(".row-case a").nth(1)).to_be_focused()
    await page.keyboard.press("k")
    await page.keyboard.press("t")
    await expect(page.get_by_label("回复内容")).to_be_visible()
    await expect(page.locator(".head .chip", has_text="欠薪")).to_be_visible()


async def test_who_wants_it_is_told_of_a_new_case_once_and_without_names(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("提醒员")
    page = await sign_in(context, name)
    await page.evaluate(RECORDS)
    button = page.get_by_role("button", name="开启提醒")
    await button.click()
    await expect(page.get_by_role("button", name="提醒已开启")).to_be_visible()
    member = await stage.member("赵小丽")
    await stage.asks_for_staff(member, "工伤", urgent=True)
    await expect(page.locator(".row-case")).to_have_count(1)
    await page.wait_for_function("() => window.alerted.length >= 3")

    assert await page.evaluate(ALERTED) == ["tone", "tone", "紧急！有会员在等：工伤"]
    await page.reload()
    await expect(page.get_by_role("button", name="提醒已开启")).to_be_visible()
    assert await page.evaluate("() => JSON.parse(localStorage.getItem('desk-told')).length") == 1


async def test_presence_is_said_in_the_header_and_who_is_full_takes_no_more(
    stage: Stage, context: BrowserContext
) -> None:
    name = await stage.staff("在岗员")
    page = await sign_in(context, name)
    database = stage.deps.database
    async with database.read() as session:
        assert (await own_presence(session, name)).state == "here"
    for number in range(5):
        case = await stage.asks_for_staff(await stage.member(), f"第{number}件")
        await database.transact(partial(take, case_id=case, staff=name, now=stage.clock.now()))
    await stage.asks_for_staff(await stage.member(), "多出来的")
    await expect(page.locator(".hands")).to_have_text("5/5")
    await page.get_by_role("button", name="接待").first.click()
    await expect(page.get_by_text(f"{name}手上的对话已经满了")).to_be_visible()

    await page.locator(".presence").click()
    await page.get_by_role("option", name="离开").click()
    await expect(page.locator(".presence")).to_contain_text("离开")
    await page.reload()
    await expect(page.locator(".presence")).to_contain_text("离开")
    async with database.read() as session:
        assert (await own_presence(session, name)).state == "away"


async def test_a_clerk_of_another_union_sees_no_case_and_opens_none(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("外区员")

    async def work(session: AsyncSession) -> None:
        session.add(Union(id="elsewhere", name="外区总工会", level="district", path="elsewhere/"))
        await session.flush()
        await session.execute(update(Staff).where(Staff.name == name).values(union_id="elsewhere"))

    await stage.deps.database.transact(work)
    member = await stage.member("王小芳")
    await stage.says(member, "只给本区看的话")
    case = await stage.asks_for_staff(member)
    page = await sign_in(context, name)
    await expect(page.get_by_text("现在没有等待的会员")).to_be_visible()
    await page.goto(f"/console/conversation/{case}")
    await expect(page.get_by_text("找不到这次对话")).to_be_visible()
    await page.goto("/console/talks")
    await expect(page.get_by_text("还没有结束的对话")).to_be_visible()
    assert "只给本区看的话" not in await page.content()
