"""The whole handoff with two of staff and a member, each at a screen; the web process is killed in between."""

import os
import re
import signal

from playwright.async_api import Browser, Error, Page, expect

from tests.browser.test_member_and_staff import CLERK, Phone, open_page, sign_in
from tests.pictures import picture
from tests.serving import Serving

OTHER = "admin"


async def hand_on(clerk: Page) -> None:
    """To a colleague who is there, with a note."""
    await clerk.get_by_role("button", name="更多").click()
    await clerk.locator(".q-menu .q-item", has_text="转接").click()
    await clerk.get_by_role("dialog").get_by_label("转给谁").click()
    await clerk.get_by_role("option", name=f"{OTHER}（在岗").click()
    await clerk.get_by_label("交接留言").fill("会员在等补贴的准确日期")
    await clerk.get_by_role("dialog").get_by_role("button", name="转接").click()
    await expect(clerk.get_by_text(f"{OTHER}正在接待")).to_be_visible()


async def end(page: Page, reason: str) -> None:
    await page.get_by_role("button", name="结束对话").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("结果").click()
    await page.get_by_role("option", name=reason).click()
    await dialog.get_by_role("button", name="结束对话").click()
    await expect(page.get_by_text("机器人继续为会员服务")).to_be_visible()


async def killed(serving: Serving) -> None:
    """The process of web and console dies at once, and is there again."""
    before = serving.children["web"]
    os.kill(before, signal.SIGKILL)
    serving.until(lambda: serving.children.get("web", before) != before and serving.is_ready())


async def loaded_anew(page: Page) -> None:
    """Load the page again, also where it is doing so by itself at this moment, as it does when its process is new."""
    try:
        await page.reload()
    except Error:
        await page.wait_for_load_state()


async def test_a_handoff_goes_from_hand_to_hand_and_survives_a_killed_console(
    browser: Browser, serving: Serving
) -> None:
    phone = Phone(await open_page(browser, f"{serving.url}/simulator", []))
    await expect(phone.page.get_by_text("第一次来")).to_be_visible()
    clerk = await open_page(browser, f"{serving.url}/console", [])
    await sign_in(clerk, CLERK, serving.passwords[CLERK])
    other = await open_page(browser, f"{serving.url}/console", [])
    await sign_in(other, OTHER, serving.passwords[OTHER])

    await phone.say("转人工")
    await phone.hears("转人工")
    await phone.say("补贴到底哪天发")
    row = clerk.locator(".row-case", has_text="补贴到底哪天发")
    await row.get_by_role("button", name="接待").click()
    await clerk.get_by_label("回复内容").fill("我帮您问一下同事。")
    await clerk.keyboard.press("Enter")
    await phone.hears("我帮您问一下同事。")
    await clerk.get_by_label("写一条备注").fill("已打电话问过财务")
    await clerk.get_by_role("button", name="记下").click()
    await expect(clerk.locator(".note")).to_contain_text("已打电话问过财务")
    await hand_on(clerk)

    await other.locator(".row-case", has_text="我帮您问一下同事").get_by_role("link").click()
    await expect(other.locator(".member-card")).to_contain_text("会员在等补贴的准确日期")
    await expect(other.locator(".note")).to_contain_text("已打电话问过财务")
    box = other.get_by_label("回复内容")
    await box.fill("十二月五号")
    await killed(serving)
    await loaded_anew(phone.page)
    await phone.say("还在吗")  # the stand-in of the platform has forgotten with the process that it may be answered
    await loaded_anew(other)
    await expect(box).to_have_value("十二月五号")
    await other.get_by_role("button", name="发送").click()
    await expect(phone.reply_with("十二月五号")).to_have_count(1)

    file = {"name": "表.jpg", "mimeType": "image/jpeg", "buffer": picture(300, 200)}
    await other.locator(".unseen input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await expect(other.get_by_alt_text("工作人员发的图片")).to_be_visible()
    await expect(phone.page.locator("#lines .row.account .card.picture img")).not_to_have_count(0)

    await end(other, "已解决")
    asked = phone.reply_with("请为这次人工服务打分")
    await expect(asked).to_have_count(1)
    code = re.search(r"评价 (\S+) 5", await asked.inner_text())
    assert code is not None
    await phone.say(f"评价 {code[1]} 5 很清楚")
    await phone.hears("谢谢您的评价")
    await other.goto(f"{serving.url}/console/talks")
    await expect(other.locator(".row-line", has_text="评价 5 分")).to_contain_text("已解决")
    assert "Traceback" not in serving.printed
