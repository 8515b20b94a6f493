"""A member and a clerk, each at a screen, through every real part.

`UNIONBOT_PICTURES=1 pytest tests/browser` also makes the README's pictures.
"""

import os
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from tests.serving import Serving

PICTURES = Path("docs/pictures")
CLERK = "小李"  # of the demo data
ANSWER = "您好，我是工会的小李。补贴每季度发一次，下个月到账。"
LONG_MS = 20_000  # a first page on a busy machine


async def picture(page: Page, name: str) -> None:
    """Keep what is on the screen, where pictures are wanted."""
    if os.environ.get("UNIONBOT_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        await page.wait_for_load_state("networkidle")
        await page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


async def open_page(browser: Browser, url: str, errors: list[str]) -> Page:
    """A page in a browser of its own, as on another machine; what goes wrong in it is added to `errors`."""
    context = await browser.new_context(viewport={"width": 1280, "height": 1000}, locale="zh-CN")
    context.set_default_timeout(LONG_MS)
    page = await context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(url)
    return page


class Phone:
    """The simulator's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said = page.locator("#lines .row.member")
        self.replies = page.locator("#lines .row.account .bubble")
        # Notices arrive when they will, so the answer to a line need not be the last one.
        self.since_said = page.locator("#lines .row.account:not(:has(~ .row.member)) .bubble")

    async def say(self, text: str) -> None:
        before = await self.said.count()
        field = self.page.get_by_label("发给公众号的内容")
        await field.fill(text)
        await field.press("Enter")
        await expect(self.said).to_have_count(before + 1)

    async def tap(self, label: str) -> None:
        """Tap a choice of the newest message that offers it."""
        before = await self.said.count()
        await self.replies.get_by_role("button", name=label, exact=True).last.click()
        await expect(self.said).to_have_count(before + 1)

    async def hears(self, *texts: str) -> None:
        """One message since the member's last line has all of these."""
        answer = self.since_said
        for text in texts:
            answer = answer.filter(has_text=text)
        await expect(answer).not_to_have_count(0)

    def reply_with(self, text: str) -> Locator:
        return self.replies.filter(has_text=text)


async def sign_up(phone: Phone) -> None:
    """From a question to 报名成功, and the confirmation that comes by itself."""
    await phone.say("我想报名11月25日的相亲")
    await phone.hears("姓名和手机号")
    await phone.say("王小明 13800001234")
    await phone.hears("请核对", "王小明")
    await phone.tap("确认")
    await expect(phone.reply_with("报名成功")).not_to_have_count(0)
    # What the bot answered, and what the worker delivered as a customer-service message.
    await expect(phone.reply_with("周三相亲下午").filter(has_text="签到码")).to_have_count(2)


async def sign_in(page: Page, name: str, password: str) -> None:
    await page.get_by_label("账号").fill(name)
    await page.get_by_label("密码", exact=True).fill(password)
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_text("等待接待")).to_be_visible()


async def test_a_member_signs_up_asks_for_staff_is_answered_and_the_bot_speaks_again(
    browser: Browser, serving: Serving
) -> None:
    errors: list[str] = []
    phone = Phone(await open_page(browser, f"{serving.url}/simulator", errors))
    await expect(phone.page.get_by_text("第一次来")).to_be_visible()

    await phone.say("吴兴的工会律师什么时候在")
    await phone.hears("吴兴", "截至")
    await sign_up(phone)
    await picture(phone.page, "simulator")

    await phone.say("转人工")
    await phone.hears("已为您转人工")
    await phone.say("我的补贴什么时候发？")

    clerk = await open_page(browser, f"{serving.url}/console", errors)
    await sign_in(clerk, CLERK, serving.passwords[CLERK])
    row = clerk.locator(".row-case", has_text="我的补贴什么时候发？")
    await row.get_by_role("button", name="接待").click()
    await expect(clerk.locator(".line.member .bubble").last).to_have_text("我的补贴什么时候发？")
    await clerk.get_by_label("回复内容").fill(ANSWER)
    await clerk.get_by_role("button", name="发送").click()
    await expect(clerk.get_by_text("已发送")).to_be_visible()
    await phone.hears(ANSWER)
    await picture(clerk, "console")

    await clerk.get_by_role("button", name="结束对话").click()
    await clerk.locator(".dialog").get_by_role("button", name="结束对话").click()
    await expect(clerk.get_by_text("机器人继续为会员服务")).to_be_visible()

    await phone.hears("人工服务已结束，我继续为您服务")

    await phone.say("我的报名")
    await phone.hears("周三相亲下午", "签到码")
    assert errors == []
    assert "Traceback" not in serving.printed
