"""The page in a real browser: plus-panel, accounts, cards, opt-in, test bench."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect

from base.clock import MovableClock
from base.settings import DEMO_UNVERIFIED
from tests.webhook.simulator.account import Account, Message, text_reply
from tests.webhook.simulator.screen import bubble, card, open_bench, open_panel, plus, say
from webhook.simulator.platform import openid_of
from webhook.simulator.simulator import Simulator

pytestmark = pytest.mark.asyncio(loop_scope="module")

# What does not depend on the screen's size is tried on one.
ONE_SIZE = pytest.mark.parametrize("page", [(390, 844)], ids=["phone"], indirect=True)

EVIL = "<img src=x onerror=alert(1)>]]>&lt;b&gt;"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" + (
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


async def _arrives(account: Account, count: int) -> Message:
    """The last message once so many have come; what the chat shows of the answer says when."""
    assert len(account.messages) == count
    return account.messages[-1]


async def test_a_picture_of_the_built_in_ones_is_sent_and_shown(page: Page, simulated: Account) -> None:
    await plus(page, "图片")
    await page.get_by_role("button", name="工资条").click()
    await expect(card(page, "member").locator("img")).to_be_visible()
    await expect(bubble(page, "account")).to_be_visible()
    assert (await _arrives(simulated, 1))["MsgType"] == "image"


async def test_a_picture_of_ones_own_is_sent_and_anything_else_is_not(page: Page, simulated: Account) -> None:
    await plus(page, "图片")
    field = page.locator("dialog input[type=file]")
    await field.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    await expect(bubble(page, "account")).to_be_visible()
    assert (await _arrives(simulated, 1))["PicUrl"].startswith(simulated.settings.self_url)


async def test_a_place_by_its_coordinates(page: Page, simulated: Account) -> None:
    await plus(page, "位置")
    await page.get_by_text("自己填经纬度").click()
    await page.get_by_label("地点名称").fill(EVIL)
    await page.get_by_label("纬度").fill("29.5")
    await page.get_by_label("经度").fill("119.25")
    await page.get_by_role("button", name="发送这个位置").click()
    await expect(card(page, "member")).to_contain_text(EVIL)
    await expect(bubble(page, "account")).to_be_visible()
    message = await _arrives(simulated, 1)
    assert (message["Location_X"], message["Location_Y"], message["Label"]) == ("29.500000", "119.250000", EVIL)


@ONE_SIZE
@pytest.mark.parametrize(
    ("label", "kind"),
    [("视频", "video"), ("小视频", "shortvideo"), ("无识别语音", "voice"), ("未知消息", "hologram")],
)
async def test_what_needs_no_asking_goes_at_once(label: str, kind: str, page: Page, simulated: Account) -> None:
    await plus(page, label)
    await expect(bubble(page, "account")).to_be_visible()
    assert (await _arrives(simulated, 1))["MsgType"] == kind


@ONE_SIZE
@pytest.mark.parametrize(("label", "kind"), [("链接", "link"), ("文件", "file")])
async def test_links_and_files_are_cards_without_html(label: str, kind: str, page: Page, simulated: Account) -> None:
    await plus(page, label)
    first = page.locator("dialog input").first
    await first.fill(EVIL)
    await first.press("Enter")
    await expect(card(page, "member")).to_contain_text(EVIL)
    await expect(bubble(page, "account")).to_be_visible()
    message = await _arrives(simulated, 1)
    assert (message["MsgType"], message["Title"]) == (kind, EVIL)


async def test_a_code_is_scanned_before_and_after_following(page: Page, simulated: Account) -> None:
    await plus(page, "扫二维码")
    await page.get_by_label("场景值").fill("poster_7")
    await page.get_by_role("button", name="扫一扫").click()
    await expect(bubble(page, "account")).to_have_text("您说：poster_7")
    await open_panel(page)
    await page.get_by_role("button", name="取消关注").click()
    await page.locator("#follow-scan").click()
    await page.get_by_label("场景值").fill("poster_8")
    await page.get_by_role("button", name="扫一扫").click()
    await expect(bubble(page, "account")).to_have_text("您说：qrscene_poster_8")
    assert [message["Event"] for message in simulated.messages] == ["SCAN", "unsubscribe", "subscribe"]


async def test_the_plus_panel_is_used_by_keyboard_and_a_question_is_dismissed(page: Page, simulated: Account) -> None:
    opener = page.get_by_role("button", name="加号")
    await opener.press("Enter")
    await expect(page.get_by_role("button", name="图片", exact=True)).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("button", name="视频", exact=True)).to_be_focused()
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await opener.press("Enter")
    assert simulated.messages == []


async def test_the_other_account_has_a_chat_and_members_of_its_own(page: Page, simulated: Account) -> None:
    await say(page, "我是小王")
    await expect(bubble(page, "account")).to_have_text("您说：我是小王")
    await open_panel(page)
    await page.get_by_role("button", name="街道工会").click()
    await expect(page.get_by_role("heading", name="街道工会（未认证）", level=1)).to_be_visible()
    await expect(page.get_by_text("第一次来")).to_be_visible()
    await say(page, "我也在这里")
    await expect(bubble(page, "account")).to_have_text("您说：我也在这里")
    first, second = (message["ToUserName"] for message in simulated.messages)
    assert first != second
    await open_panel(page)
    await expect(page.get_by_text("未认证的公众号不能主动发消息")).to_be_visible()
    await page.reload()  # the account of the last visit is kept
    await expect(bubble(page, "account")).to_have_text("您说：我也在这里")
    await open_panel(page)
    await page.get_by_role("button", name=re.compile("^浙江工会")).click()
    await expect(bubble(page, "account")).to_have_text("您说：我是小王")


async def test_what_another_member_has_not_read_is_marked(page: Page, simulator: Simulator) -> None:
    await say(page, "你好")
    await expect(bubble(page, "account")).to_be_visible()
    simulator.phones.of("小李").show("account", "push", "在吗", simulator.clock.now())
    simulator.phones.of("小李").show("account", "push", "看到请回复", simulator.clock.now())
    await open_panel(page)
    await expect(page.get_by_label("2 条未读")).to_be_visible()
    await page.get_by_role("button", name="小李").click()
    await expect(bubble(page, "account")).to_have_text("看到请回复")
    await expect(page.get_by_label("2 条未读")).to_have_count(0)


LINES: list[tuple[str, dict[str, Any]]] = [
    ("image", {"media_id": EVIL}),
    ("news", {"title": EVIL, "description": EVIL, "picurl": "javascript:alert(1)", "url": "javascript:alert(1)"}),
    ("news", {"title": EVIL, "description": EVIL, "picurl": f"https://e.org/{EVIL}", "url": f"https://e.org/{EVIL}"}),
    ("msgmenu", {"head": EVIL, "list": [{"id": EVIL, "content": EVIL}], "tail": EVIL}),
    ("template", {"template_id": EVIL, "title": EVIL, "fields": {EVIL: EVIL}, "url": "javascript:alert(1)"}),
    ("subscribe", {"template_id": EVIL, "title": EVIL, "fields": {"thing1": EVIL}, "url": ""}),
    ("push", {}),
]


@ONE_SIZE
async def test_nothing_in_any_card_becomes_html(page: Page, simulator: Simulator) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    phone, now = simulator.phones.of("小王"), simulator.clock.now()
    for kind, data in LINES[1:]:
        phone.show("account", kind, EVIL, now, data or None)  # type: ignore[arg-type]
    await expect(page.locator("#lines .row.account")).to_have_count(len(LINES) - 1)
    assert await page.locator("#lines img:not(.avatar), #lines b b").count() == 0
    links = [await link.get_attribute("href") for link in await page.locator("#lines a").all()]
    assert [link.split("/%")[0] for link in links if link] == ["https://e.org"]
    assert dialogs == []


@ONE_SIZE
async def test_a_menu_in_a_message_sends_the_choice_with_its_id(
    page: Page, simulator: Simulator, simulated: Account
) -> None:
    data = {"head": "满意吗？", "list": [{"id": "101", "content": "满意"}], "tail": ""}
    simulator.phones.of("小王").show("account", "msgmenu", "满意吗？", simulator.clock.now(), data)
    await page.get_by_role("button", name="满意", exact=True).click()
    await expect(bubble(page, "account")).to_have_text("您说：满意")
    assert (await _arrives(simulated, 1))["bizmsgmenuid"] == "101"


async def _offer(message: Message) -> str:
    if message.get("Content") != "报名":
        return text_reply(message, "好")
    link = "https://union.example/wechat/wx1/notices?template_id=t_booked,t_reminder"
    return text_reply(message, f'报名成功 <a href="{link}">接收活动提醒</a>')


@ONE_SIZE
@pytest.mark.parametrize(("button", "status"), [("允许", "accept"), ("拒绝", "reject")])
async def test_a_link_to_notices_asks_and_tells_the_account(
    button: str, status: str, page: Page, simulated: Account, simulator: Simulator
) -> None:
    side = simulator.side()
    assert side
    side.templates.register("t_booked", "报名成功通知")
    simulated.answer = _offer
    await say(page, "报名")
    await page.get_by_role("button", name="接收活动提醒").click()
    dialog = page.get_by_role("dialog", name="订阅消息")
    await expect(dialog).to_contain_text("报名成功通知")
    await dialog.get_by_label("t_reminder").uncheck()
    await dialog.get_by_role("button", name=button).click()
    await expect(bubble(page, "account")).to_have_text("好")
    decided = simulated.messages[-1]["SubscribeMsgPopupEvent"]["List"]
    assert [one["SubscribeStatusString"] for one in decided] == [status, "reject"]
    assert side.templates.spend_opt_in(openid_of("小王"), "t_booked") is (status == "accept")


@ONE_SIZE
@pytest.mark.parametrize(
    ("menu", "entry", "answer", "kinds"),
    [
        ("点击跳转", "打开网页", None, ["VIEW"]),
        ("点击跳转", "打开小程序", None, ["view_miniprogram"]),
        ("扫码定位", "扫码等待", "扫一扫", ["scancode_waitmsg"]),
        ("扫码定位", "选位置", "宁波市", ["location_select", "location"]),
        ("发图", "拍照", "工地现场", ["pic_sysphoto", "image"]),
    ],
)
async def test_a_menu_of_every_type(
    menu: str, entry: str, answer: str | None, kinds: list[str], page: Page, simulated: Account
) -> None:
    bench = await open_bench(page)
    await bench.get_by_label("示例菜单").check()
    await bench.get_by_role("button", name="关闭试验台").click()
    await page.get_by_role("button", name=menu, exact=True).click()
    await page.get_by_role("button", name=entry, exact=True).click()
    if answer:
        await page.get_by_role("dialog").get_by_role("button", name=answer).click()
    await expect(page.locator("#lines .row.account .bubble")).to_have_count(len(kinds))
    assert [message.get("Event") or message["MsgType"] for message in simulated.messages] == kinds


async def test_the_clock_is_moved_and_put_right(page: Page, movable: MovableClock) -> None:
    bench = await open_bench(page)
    await expect(bench.get_by_role("button", name="回到现在")).to_be_disabled()
    await bench.get_by_role("button", name="快一天").click()
    await bench.get_by_role("button", name="快一小时").click()
    await expect(bench).to_contain_text("比真实时间快 1 天 1 小时")
    assert movable.moved == timedelta(days=1, hours=1)
    await bench.get_by_role("button", name="关闭试验台").click()
    moved = page.get_by_text("时钟拨快了 1 天 1 小时")
    await expect(moved).to_be_visible()
    await page.locator("#moved-back").click()
    await expect(moved).to_be_hidden()
    assert movable.moved == timedelta()


@ONE_SIZE
async def test_a_fault_and_a_slow_engine_are_set(page: Page, simulator: Simulator) -> None:
    bench = await open_bench(page)
    await bench.get_by_label("公众号调用平台接口时").select_option("回答网页（HTML）")
    await expect(bench.get_by_text("故障一直在")).to_be_visible()
    assert [fault.kind for fault in simulator.faults.current] == ["html"]
    await bench.get_by_label("引擎思考多久").select_option("6 秒（错过第一次投递）")
    await page.reload()
    bench = await open_bench(page)
    await expect(bench.get_by_label("引擎思考多久")).to_have_value("6")
    await expect(bench.get_by_label("公众号调用平台接口时")).to_have_value("回答网页（HTML）")
    await bench.get_by_label("公众号调用平台接口时").select_option("没有故障")
    await expect(bench.get_by_text("故障一直在")).to_be_hidden()
    assert simulator.faults.current == ()


@ONE_SIZE
async def test_the_last_message_again_says_how_it_was_taken(page: Page, simulated: Account) -> None:
    bench = await open_bench(page)
    await bench.get_by_role("button", name="原样再投").click()
    await expect(bench).to_contain_text("请先在聊天里发一条消息")
    await bench.get_by_role("button", name="关闭试验台").click()
    await say(page, "你好")
    await expect(bubble(page, "account")).to_have_text("您说：你好")
    bench = await open_bench(page)
    await bench.get_by_role("button", name="原样再投").click()
    await expect(bench).to_contain_text("同一条再投一次：公众号回复：您说：你好")
    await bench.get_by_role("button", name="签名不对").click()
    await expect(bench).to_contain_text("公众号拒绝了（HTTP 403）")
    assert len(simulated.messages) == 2


@ONE_SIZE
async def test_many_ask_at_once_and_a_table_shows_their_waiting(page: Page, simulated: Account) -> None:
    bench = await open_bench(page)
    await bench.get_by_label("人数").fill("5")
    await bench.get_by_role("button", name="同时发").click()
    await expect(bench).to_contain_text("5 人里 5 人得到答复")
    await expect(bench.locator("tbody tr")).to_have_count(5)
    assert len(simulated.messages) == 5


@ONE_SIZE
async def test_an_older_delivery_is_chosen_in_the_drawer(page: Page) -> None:
    for text in ("第一句", "第二句"):
        await say(page, text)
        await expect(bubble(page, "account")).to_have_text(f"您说：{text}")
    await open_panel(page)
    await page.get_by_role("button", name="原始报文", exact=True).click()
    drawer = page.get_by_role("region", name="原始报文")
    await expect(drawer).to_contain_text("<![CDATA[第二句]]>")
    await page.get_by_label("看哪一条").select_option("1")
    await expect(drawer).to_contain_text("<![CDATA[第一句]]>")
    await expect(drawer.get_by_role("button", name="复制").first).to_be_visible()
    assert DEMO_UNVERIFIED.appid not in await drawer.inner_text()
