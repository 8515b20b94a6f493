"""What a member hands in is seen, decided and answered by a clerk, and the member hears of it: every part is real."""

from playwright.async_api import Browser, Page, expect

from tests.browser.test_member_and_staff import CLERK, Phone, open_page, sign_in
from tests.serving import Serving

ANSWER = "饮水机周五前换新的。"


async def apply_for_training(phone: Phone) -> None:
    """From the wish to 已提交."""
    await phone.say("技能培训申请一下")
    await phone.hears("技能培训（演示）")
    await phone.say("是")
    await phone.hears("想学哪一门")
    await phone.say("其他")
    await phone.hears("想学什么")
    await phone.say("电工")
    await phone.hears("什么时候有空")
    await phone.say("周末")
    await phone.hears("姓名和手机号")
    await phone.say("张强 13712345678")
    await phone.hears("上课时间：周末")
    await phone.say("确认")
    await expect(phone.reply_with("已提交")).to_have_count(1)


async def suggest(phone: Phone) -> None:
    await phone.say("我要提建议：驿站的饮水机坏了两周，希望换一台")
    await phone.hears("匿名")
    await phone.say("匿名")
    await phone.hears("驿站设施")
    await phone.say("确认")
    await expect(phone.reply_with("已提交")).to_have_count(2)


async def decide(clerk: Page) -> None:
    """The application is granted."""
    await clerk.get_by_role("link", name="业务 2").click()
    await clerk.get_by_role("link", name="申请 1").click()
    row = clerk.locator(".row-line", has_text="技能培训（演示）")
    await expect(row).to_contain_text("张*")
    await row.get_by_role("link").click()
    await expect(clerk.get_by_text("13712345678")).to_have_count(0)
    await clerk.get_by_role("button", name="查看手机").click()
    await expect(clerk.get_by_text("13712345678")).to_be_visible()
    await clerk.get_by_role("button", name="通过", exact=True).click()
    await clerk.get_by_role("dialog").get_by_role("button", name="通过", exact=True).click()
    await expect(clerk.locator(".chip", has_text="已通过")).to_be_visible()


async def answer(clerk: Page) -> None:
    """The suggestion is answered."""
    await clerk.get_by_role("link", name="建议 1").click()
    await clerk.locator(".row-line", has_text="饮水机").get_by_role("link").click()
    await clerk.get_by_role("button", name="答复", exact=True).click()
    await clerk.get_by_label("答复（会员会看到）").fill(ANSWER)
    await clerk.get_by_role("dialog").get_by_role("button", name="发送答复").click()
    await expect(clerk.locator(".chip", has_text="已答复")).to_be_visible()


async def test_what_a_member_hands_in_is_decided_and_answered_and_they_hear_of_it(
    browser: Browser, serving: Serving
) -> None:
    errors: list[str] = []
    phone = Phone(await open_page(browser, f"{serving.url}/simulator", errors))
    await expect(phone.page.get_by_text("第一次来")).to_be_visible()
    await apply_for_training(phone)
    await suggest(phone)

    clerk = await open_page(browser, f"{serving.url}/console", errors)
    await sign_in(clerk, CLERK, serving.passwords[CLERK])
    await decide(clerk)
    await expect(phone.reply_with("【申请结果】").filter(has_text="结果：通过")).to_have_count(1)
    await answer(clerk)
    await expect(phone.reply_with(ANSWER)).to_have_count(1)
    assert errors == []
    assert "Traceback" not in serving.printed
