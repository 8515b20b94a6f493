"""The console as a clerk meets it, in real Chromium."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.console.conftest import PASSWORD, Stage, the_stage
from tests.console.requests import signed_in
from union.handoff.service import end, take
from union.notices.sender import Outcome

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def sign_in(context: BrowserContext, name: str, path: str = "/console") -> Page:
    """A page of somebody who has just logged in (tests/console/login plays the log-in itself)."""
    stage = the_stage()
    [(cookie, value)] = (await signed_in(stage, name)).items()
    await context.add_cookies([{"name": cookie, "value": value, "domain": "127.0.0.1", "path": "/console"}])
    page = await context.new_page()
    await page.goto(path)
    await expect(page.get_by_role("button", name="退出", exact=True)).to_be_visible()
    return page


async def test_a_clerk_logs_in_sees_a_member_arrive_takes_answers_and_ends(
    stage: Stage, context: BrowserContext
) -> None:
    await stage.staff("李敏")
    elsewhere: list[str] = []
    page = await context.new_page()
    page.on("request", lambda request: elsewhere.append(request.url) if stage.url not in request.url else None)

    await page.goto("/console")
    await page.get_by_label("账号").fill("李敏")
    await page.get_by_label("密码", exact=True).fill("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("账号或密码不对，请再试一次。")
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("现在没有等待的会员")).to_be_visible()

    member = await stage.member("王小芳")
    await stage.says(member, "老板拖了三个月工资")
    await stage.asks_for_staff(member, urgent=True)
    row = page.locator(".row-case", has_text="老板拖了三个月工资")
    await expect(row).to_contain_text("紧急")
    await expect(page).to_have_title(re.compile("（1）"))
    await row.get_by_role("button", name="接待").click()

    box = page.get_by_label("回复内容")
    await box.fill("您好")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("请问是哪家单位？")
    await page.keyboard.press("Enter")
    await expect(page.locator(".line.staff .bubble")).to_have_text("您好\n请问是哪家单位？")
    await expect(box).to_have_value("")
    await stage.work_off()
    await expect(page.get_by_text("已发送")).to_be_visible()
    assert stage.sender.sent[-1] == (member, "您好\n请问是哪家单位？")

    await stage.says(member, "城西的餐饮公司")
    await expect(page.locator(".line.member .bubble").last).to_have_text("城西的餐饮公司")

    await page.get_by_role("button", name="结束对话").click()
    await page.locator(".dialog").get_by_role("button", name="结束对话").click()
    await expect(page.get_by_text("机器人继续为会员服务")).to_be_visible()
    await page.get_by_role("button", name="回到收件箱").last.click()
    await expect(page.get_by_text("现在没有等待的会员")).to_be_visible()
    assert not [url for url in elsewhere if not url.startswith("data:")]


async def test_what_a_member_wrote_is_text_and_a_long_line_is_folded(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("王芳")
    member = await stage.member()
    html = '<img src=x onerror="document.title=1"><b>粗</b>{{ 1+1 }} ${alert(1)} `</script>'
    await stage.says(member, html)
    await stage.says(member, "长" * 10_000)
    await stage.says(member, html)
    case = await stage.asks_for_staff(member, html[:40])

    page = await sign_in(context, name)
    await expect(page.locator(".row-case .last", has_text="<img")).to_have_text(html)
    await page.goto(f"/console/conversation/{case}")
    await expect(page.locator(".bubble").first).to_have_text(html)
    assert await page.locator(".bubble img, .bubble b, .row-case img").count() == 0

    long = page.locator(".bubble", has_text="长长")
    assert len(await long.inner_text()) == 301
    await page.get_by_role("button", name="展开全文（共 10000 字）").click()
    await expect(long).to_have_text("长" * 10_000)
    await page.get_by_role("button", name="收起").click()
    await expect(long).to_have_text("长" * 300 + "…")
    await stage.deps.database.transact(lambda s: end(s, stage.deps.queue, case, name, stage.clock.now()))


async def test_a_failed_answer_says_so_beside_the_line(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("赵强")
    member = await stage.member()
    await stage.says(member, "在吗")
    case = await stage.asks_for_staff(member)
    await stage.deps.database.transact(lambda s: take(s, case, name, stage.clock.now()))
    page = await sign_in(context, name, f"/console/conversation/{case}")

    stage.sender.outcome = Outcome("failed", "会员已取消关注")
    await page.get_by_role("button", name="问候").click()
    await page.get_by_role("button", name="发送").click()
    await expect(page.get_by_text("发送中…")).to_be_visible()
    await stage.work_off()
    stage.sender.outcome = Outcome("sent")

    await expect(page.locator(".line.staff")).to_contain_text("未送达：会员已取消关注")
    await expect(page.get_by_text("还可发 5 条")).to_be_visible()


async def test_a_text_that_came_too_late_is_not_lost(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("孙丽")
    member = await stage.member()
    await stage.says(member, "在吗")
    case = await stage.asks_for_staff(member)
    await stage.deps.database.transact(lambda s: take(s, case, name, stage.clock.now()))
    page = await sign_in(context, name, f"/console/conversation/{case}")
    await page.get_by_label("回复内容").fill("写了一半")

    await stage.deps.database.transact(lambda s: end(s, stage.deps.queue, case, "同事", stage.clock.now()))
    await page.get_by_role("button", name="发送").click()

    await expect(page.get_by_text("未发出的内容：写了一半")).to_be_visible()
    await expect(page.get_by_text("这次对话已经结束")).to_be_visible()


async def test_a_session_that_ends_while_typing_keeps_the_draft(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("周敏")
    member = await stage.member()
    await stage.says(member, "在吗")
    case = await stage.asks_for_staff(member)
    await stage.deps.database.transact(lambda s: take(s, case, name, stage.clock.now()))
    page = await sign_in(context, name, f"/console/conversation/{case}")
    await page.get_by_label("回复内容").fill("写了一半")

    stage.clock.move(timedelta(hours=8))
    await page.keyboard.press("Enter")
    await page.get_by_label("账号").fill(name)
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")

    await expect(page.get_by_label("回复内容")).to_have_value("写了一半")
    await expect(page.locator(".line.staff")).to_have_count(0)


async def test_nothing_is_shown_without_a_log_in_and_after_the_log_out(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("吴静")
    page = await sign_in(context, name)
    other = await context.new_page()
    await other.goto("/console/")
    await expect(other.get_by_text("退出")).to_be_visible()

    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_text("请用工作人员账号登录")).to_be_visible()
    member = await stage.member()
    await stage.says(member, "秘密")

    await expect(other.get_by_text("请用工作人员账号登录")).to_be_visible()
    answered = await context.request.get("/console/conversation/1", max_redirects=0)
    assert answered.status == 303


async def test_a_page_that_is_not_there_shows_the_way_back(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("郑波")
    page = await sign_in(context, name)

    for path in ("/console/conversation/999", "/console/conversation/abc", "/console/conversation/" + "9" * 40):
        await page.goto(path)
        await expect(page.get_by_text("找不到这次对话")).to_be_visible()
    answered = await page.goto("/console/nothing")
    assert answered is not None
    assert answered.status == 404
    await page.get_by_text("回到收件箱").click()
    await expect(page.get_by_text("等待接待")).to_be_visible()


async def test_a_phone_shows_no_page_wider_than_itself(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("钱勇")
    member = await stage.member()
    await stage.says(member, "https://example.com/" + "a" * 300)
    case = await stage.asks_for_staff(member, "一个相当长的咨询事项名称需要完整地显示出来")
    page = await sign_in(context, name)
    await page.set_viewport_size({"width": 390, "height": 844})

    for path in ("/console/", f"/console/conversation/{case}"):
        await page.goto(path)
        await expect(page.get_by_role("button", name="接待").first).to_be_in_viewport()
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
