"""A question nobody could answer is made into an answer at the desk, and the next member gets it in chat."""

import asyncio

from playwright.async_api import Browser, Page, expect

from tests.browser.test_member_and_staff import Phone, open_page
from tests.serving import Serving

EDITOR = "小周"  # of the demo data
QUESTION = "工会卡丢了怎么补办"
ANSWER = "带身份证到所在单位工会登记，十个工作日后领新卡。"
LIVE_SECONDS = 30  # five, and a busy machine


async def sign_in(page: Page, password: str) -> None:
    await page.get_by_label("账号").fill(EDITOR)
    await page.get_by_label("密码", exact=True).fill(password)
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_text("退出")).to_be_visible()


async def write_answer(editor: Page) -> None:
    """From the list of questions to the saved answer."""
    await editor.get_by_role("link", name="待答问题").click()
    await editor.locator(".row-line", has_text=QUESTION).get_by_role("link").click()
    await editor.get_by_role("button", name="写成新问答").click()
    await editor.wait_for_url("**/knowledge/new/guide?question=*")
    await editor.wait_for_function("window.did_handshake")
    await editor.get_by_label("答复").fill(ANSWER)
    await editor.get_by_label("来源").fill("组织部")
    await editor.get_by_role("button", name="先看看回复").click()
    await expect(editor.locator(".message", has_text=ANSWER)).to_be_visible()
    await editor.get_by_role("button", name="保存").click()
    await expect(editor.get_by_text("已保存，几秒后机器人就会照新的内容回答")).to_be_visible()


async def is_answered_soon(phone: Phone) -> None:
    """The engine is another process, which takes the new version up by itself: asked again until it has."""
    async with asyncio.timeout(LIVE_SECONDS):
        while True:
            await phone.say(QUESTION)
            await expect(phone.since_said).not_to_have_count(0)
            if await phone.since_said.filter(has_text=ANSWER).count():
                return


async def test_an_unanswered_question_is_made_an_answer_and_the_next_member_gets_it(
    browser: Browser, serving: Serving
) -> None:
    errors: list[str] = []
    phone = Phone(await open_page(browser, f"{serving.url}/simulator", errors))
    await expect(phone.page.get_by_text("第一次来")).to_be_visible()
    await phone.say(QUESTION)
    await phone.hears("没有查到可靠的资料")

    editor = await open_page(browser, f"{serving.url}/console", errors)
    await sign_in(editor, serving.passwords[EDITOR])
    await write_answer(editor)

    await is_answered_soon(phone)
    assert errors == []
    assert "Traceback" not in serving.printed
