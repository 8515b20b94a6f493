"""The page in a real browser, with an account that echoes and offers choices."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from base.settings import Settings
from tests.webhook.simulator.account import Account
from tests.webhook.simulator.screen import bubble, open_panel, say
from webhook.simulator.platform import openid_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_newcomer_asks_reads_and_taps_a_choice(page: Page, simulated: Account) -> None:
    await page.get_by_role("button", name="最近有什么活动？").click()
    choice = bubble(page, "account").get_by_role("button", name="我要报名")
    await choice.click()
    await expect(bubble(page, "member")).to_have_text("报名相亲会 100%")
    await expect(bubble(page, "account")).to_have_text("您说：报名相亲会 100%")
    assert [message["Content"] for message in simulated.messages] == ["最近有什么活动？", "报名相亲会 100%"]
    await expect(page.get_by_text("第一次来")).to_be_hidden()


async def test_nothing_of_a_text_becomes_html_but_links_on_the_list(page: Page) -> None:
    await page.get_by_role("button", name="最近有什么活动？").click()
    shown = bubble(page, "account")
    await expect(shown).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(shown).to_contain_text('<a href="javascript:alert(1)">坏链接</a>')
    await expect(shown.locator("img")).to_have_count(0)
    links = [await link.get_attribute("href") for link in await shown.get_by_role("link").all()]
    assert links == ["https://example.org/?a=1&b=2", "https://example.org/x"]
    await say(page, "<b>粗</b>")
    await expect(bubble(page, "member")).to_have_text("<b>粗</b>")


async def test_a_menu_entry_sends_its_key(page: Page, simulated: Account) -> None:
    await page.get_by_role("button", name="办事维权").click()
    await page.get_by_role("button", name="预约律师", exact=True).click()
    await expect(bubble(page, "account")).to_have_text("您说：say:预约律师")
    assert simulated.messages[0]["Event"] == "CLICK"


async def test_a_voice_message_carries_what_was_recognised(page: Page, simulated: Account) -> None:
    await page.get_by_role("button", name="切换到语音").click()
    await say(page, "我要报名")
    await expect(bubble(page, "account")).to_have_text("您说：我要报名")
    assert simulated.messages[0]["MsgType"] == "voice"


async def test_enter_inside_an_input_method_does_not_send(page: Page, simulated: Account) -> None:
    field = page.get_by_label("发给公众号的内容")
    await field.fill("nihao")
    await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    await expect(field).to_have_value("nihao")
    assert simulated.messages == []


async def test_leaving_and_following_again(page: Page) -> None:
    await open_panel(page)
    await page.get_by_role("button", name="取消关注").click()
    await expect(page.get_by_label("发给公众号的内容")).to_be_hidden()
    await page.locator("#follow").click()
    await expect(bubble(page, "account")).to_have_text("您说：subscribe")
    await expect(page.get_by_label("发给公众号的内容")).to_be_visible()


async def test_the_drawer_shows_the_xml_of_both_directions(page: Page) -> None:
    await say(page, "你好")
    await expect(bubble(page, "account")).to_have_text("您说：你好")
    await open_panel(page)
    await page.get_by_role("button", name="原始报文", exact=True).click()
    drawer = page.get_by_role("region", name="原始报文")
    await expect(drawer).to_contain_text("<Content><![CDATA[你好]]></Content>")
    await expect(drawer).to_contain_text("<Content><![CDATA[您说：你好]]></Content>")
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()


async def test_typing_shows_while_tries_run_and_the_excuse_after_them(page: Page, simulated: Account) -> None:
    simulated.answer = simulated.hang
    await say(page, "在吗")
    await expect(page.get_by_text("平台第 2 次投递")).to_be_visible()
    await expect(page.get_by_role("heading", name="对方正在输入…")).to_be_visible()
    await expect(page.get_by_text("该公众号暂时无法提供服务，请稍后再试")).to_be_visible()
    await expect(page.locator("#typing")).to_be_hidden()


async def test_another_member_has_a_chat_of_their_own(page: Page, simulated: Account) -> None:
    await say(page, "我是小王")
    await expect(bubble(page, "account")).to_have_text("您说：我是小王")
    await open_panel(page)
    await page.get_by_label("新成员的名字").fill("小李")
    await page.get_by_role("button", name="添加").click()
    await expect(page.get_by_text("第一次来")).to_be_visible()
    await say(page, "我是小李")
    await expect(bubble(page, "account")).to_have_text("您说：我是小李")
    assert [message["FromUserName"] for message in simulated.messages] == [openid_of("小王"), openid_of("小李")]
    await page.goto(page.url.split("?")[0])  # the name of the last visit is kept
    await expect(bubble(page, "account")).to_have_text("您说：我是小李")


async def test_a_customer_service_message_arrives_by_itself(page: Page, settings: Settings) -> None:
    await say(page, "转人工")
    await expect(bubble(page, "account")).to_have_text("您说：转人工")
    secret = settings.wechat_secret.get_secret_value()
    asked = {"grant_type": "client_credential", "appid": settings.wechat_appid, "secret": secret}
    token = (await _call(page, "/stable_token", asked))["access_token"]
    sent = {"touser": openid_of("小王"), "msgtype": "text", "text": {"content": "您好，我是工作人员"}}
    answer = await _call(page, f"/message/custom/send?access_token={token}", sent)
    assert answer["errcode"] == 0
    await expect(bubble(page, "account")).to_have_text("您好，我是工作人员")


async def _call(page: Page, path: str, data: dict[str, Any]) -> Any:
    url = page.url.split("?")[0] + "/api/cgi-bin" + path
    response = await page.request.post(url, data=json.dumps(data, ensure_ascii=False))
    return await response.json()
