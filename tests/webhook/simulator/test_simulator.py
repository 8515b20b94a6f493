"""The simulator as tests use it: act, await the delivery, look at the phone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from base.clock import FixedClock
from base.settings import DEMO_UNVERIFIED, Settings
from tests.webhook.simulator.account import Account, Message, text_reply
from webhook.simulator.actions import (
    Decision,
    Image,
    LocationSelect,
    OptIn,
    OptOut,
    Pictures,
    Scan,
    Subscribe,
    Text,
    Unsubscribe,
    Video,
    Voice,
)
from webhook.simulator.phones import Phone
from webhook.simulator.platform import openid_of
from webhook.simulator.simulator import Simulator


@pytest.fixture
async def simulator(account: Account, settings: Settings, clock: FixedClock) -> AsyncIterator[Simulator]:
    simulator = Simulator(settings, clock, deadline=30)
    yield simulator
    await simulator.close()


@pytest.fixture
def phone(simulator: Simulator) -> Phone:
    return simulator.phones.of("小王")


async def test_a_delivery_can_be_awaited_and_stands_in_the_chat(simulator: Simulator, phone: Phone) -> None:
    delivering = simulator.act(phone, Text(text="你好"))
    assert delivering
    delivery = await delivering
    assert (delivery.text, delivery.failed, len(delivery.tries)) == ("您说：你好", False, 1)
    assert [(line.side, line.text) for line in phone.lines] == [("member", "你好"), ("account", "您说：你好")]


async def test_who_has_left_can_do_nothing_but_follow(simulator: Simulator, phone: Phone) -> None:
    leaving = simulator.act(phone, Unsubscribe())
    assert leaving
    await leaving
    assert simulator.act(phone, Text(text="在吗")) is None
    assert simulator.act(phone, Scan(scene="7")) is None
    assert simulator.act(phone, Subscribe(scene="7"))


async def test_pictures_from_the_menu_come_as_event_and_then_as_messages(
    simulator: Simulator, phone: Phone, account: Account
) -> None:
    delivering = simulator.act(phone, Pictures(kind="pic_sysphoto", key="k", media_ids=["builtin-scene"] * 2))
    assert delivering
    await delivering
    assert [message["MsgType"] for message in account.messages] == ["event", "image", "image"]
    first, second = (message["MediaId"] for message in account.messages[1:])
    assert first != second


async def test_a_place_from_the_menu_comes_as_event_and_then_as_message(
    simulator: Simulator, phone: Phone, account: Account
) -> None:
    delivering = simulator.act(phone, LocationSelect(key="k", x=30, y=120, place="家"))
    assert delivering
    await delivering
    assert [message.get("Event") for message in account.messages] == ["location_select", None]
    assert account.messages[1]["Label"] == "家"


@pytest.mark.parametrize("action", [Image(media_id="builtin-payslip"), Voice(text="喂"), Video()])
async def test_the_account_can_fetch_what_was_sent_for_three_days(
    action: Image | Voice | Video, simulator: Simulator, phone: Phone, account: Account, clock: FixedClock
) -> None:
    delivering = simulator.act(phone, action)
    assert delivering
    await delivering
    side = simulator.side()
    assert side
    media_id = account.messages[0]["MediaId"]
    kept = side.media.get(media_id)
    assert kept
    assert kept.content
    clock.move(timedelta(days=3))
    assert side.media.get(media_id) is None


async def test_a_picture_has_an_address_on_this_machine(simulator: Simulator, phone: Phone, account: Account) -> None:
    delivering = simulator.act(phone, Image(media_id="builtin-scene"))
    assert delivering
    await delivering
    message = account.messages[0]
    assert message["PicUrl"] == f"{account.settings.self_url}/simulator/media/{message['MediaId']}"


async def test_each_account_has_members_openids_and_an_address_of_its_own(
    simulator: Simulator, phone: Phone, account: Account
) -> None:
    other = simulator.side(DEMO_UNVERIFIED.appid)
    assert other
    theirs = other.phones.of("小王")
    assert theirs.openid == openid_of("小王", DEMO_UNVERIFIED.appid) != phone.openid
    for one in (phone, theirs):
        delivering = simulator.act(one, Text(text="你好"))
        assert delivering
        assert (await delivering).text == "您说：你好"  # the account has checked the signature with its own token
    first, second = account.messages
    assert (first["ToUserName"], second["ToUserName"]) == ("gh_simulator00", "gh_simulator01")
    assert len(phone.lines) == len(theirs.lines) == 2


async def test_an_account_that_does_not_exist_has_no_side(simulator: Simulator) -> None:
    assert simulator.side("wx404") is None


async def test_an_opt_in_allows_one_notice_and_an_opt_out_none(simulator: Simulator, phone: Phone) -> None:
    side = simulator.side()
    assert side
    simulator.act(phone, OptIn(decisions=[Decision(template_id="a", accepted=True)]))
    simulator.act(phone, OptIn(decisions=[Decision(template_id="b", accepted=False)]))
    assert [side.templates.spend_opt_in(phone.openid, one) for one in ("a", "a", "b")] == [True, False, False]
    simulator.act(phone, OptIn(decisions=[Decision(template_id="a", accepted=True)]))
    simulator.act(phone, OptOut(template_id="a"))
    assert not side.templates.spend_opt_in(phone.openid, "a")


async def test_answers_nobody_looks_at_are_counted_until_somebody_does(simulator: Simulator, phone: Phone) -> None:
    with simulator.phones.of("小李").watched() as theirs:
        delivering = simulator.act(phone, Text(text="你好"))
        assert delivering
        await delivering
        assert theirs.get_nowait() == {"type": "unread", "unread": {"小王": 1}}
        with phone.watched():
            assert theirs.get_nowait() == {"type": "unread", "unread": {}}


async def test_a_line_can_be_waited_for(simulator: Simulator, phone: Phone, clock: FixedClock) -> None:
    waiting = asyncio.create_task(phone.wait_for(lambda line: line.kind == "push"))
    await asyncio.sleep(0)
    phone.show("account", "text", "不是这一条", clock.now())
    phone.show("account", "push", "是这一条", clock.now())
    assert (await waiting).text == "是这一条"


async def test_the_last_twenty_deliveries_are_kept(simulator: Simulator, phone: Phone) -> None:
    for number in range(22):
        delivering = simulator.act(phone, Text(text=str(number)))
        assert delivering
        await delivering
    records = phone.records.as_json()
    assert [record["number"] for record in records] == list(range(3, 23))
    assert "<![CDATA[2]]>" in records[0]["tries"][0]["sent_plain"]


async def test_a_reply_of_articles_is_a_card(simulator: Simulator, phone: Phone, account: Account) -> None:
    async def news(message: Message) -> str:
        article = "<Articles><item><Title>疗休养</Title><Url>https://e.org/</Url></item></Articles>"
        return text_reply(message, "x").replace("text", "news").replace("</xml>", f"{article}</xml>")

    account.answer = news
    delivering = simulator.act(phone, Text(text="你好"))
    assert delivering
    await delivering
    line = phone.lines[-1]
    assert (line.kind, line.text) == ("news", "疗休养")
    assert line.data == {"title": "疗休养", "description": "", "picurl": "", "url": "https://e.org/"}
