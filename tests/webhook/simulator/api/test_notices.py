"""Template messages and subscribe notices at the stand-in, and the events that tell how they ended."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from base.clock import FixedClock
from base.settings import Settings
from tests.webhook.simulator.account import Account
from tests.webhook.simulator.api.conftest import Calls, side_of, writer
from webhook.simulator.api.sides import Side
from webhook.simulator.api.templates import fits
from webhook.simulator.phones import Phone
from webhook.simulator.simulator import Simulator

TEMPLATE = "/message/template/send"
SUBSCRIBE = "/message/subscribe/bizsend"


@pytest.fixture(autouse=True)
def registered(side: Side) -> None:
    side.templates.register("t-1", "活动提醒")


def notice(phone: Phone, **more: Any) -> dict[str, Any]:
    data = {"thing1": {"value": "相亲活动"}, "time2": {"value": "2026年11月25日 14:00"}}
    return {"touser": phone.openid, "template_id": "t-1", "data": data, **more}


async def test_a_template_message_is_shown_with_its_fields(calls: Calls, phone: Phone) -> None:
    answer = await calls.post(TEMPLATE, notice(phone, url="https://a"))
    assert answer["errcode"] == 0 and answer["msgid"] > 0
    [line] = phone.lines
    assert (line.kind, line.text) == ("template", "活动提醒")
    assert line.data == {
        "template_id": "t-1",
        "title": "活动提醒",
        "fields": {"thing1": "相亲活动", "time2": "2026年11月25日 14:00"},
        "url": "https://a",
    }


async def test_a_subscribe_notice_needs_one_opt_in_for_each(calls: Calls, side: Side, phone: Phone) -> None:
    assert await calls.errcode(SUBSCRIBE, notice(phone)) == 43101
    side.templates.opt_in(phone.openid, "t-1")
    side.templates.opt_in(phone.openid, "t-1")
    assert [await calls.errcode(SUBSCRIBE, notice(phone, page="https://p")) for _ in range(3)] == [0, 0, 43101]
    assert [line.kind for line in phone.lines] == ["subscribe"] * 2
    side.templates.opt_in(phone.openid, "t-1")
    side.templates.opt_out(phone.openid, "t-1")
    assert await calls.errcode(SUBSCRIBE, notice(phone)) == 43101


async def test_the_same_client_msg_id_is_shown_once_in_ten_minutes(
    calls: Calls, phone: Phone, clock: FixedClock
) -> None:
    first = await calls.post(TEMPLATE, notice(phone, client_msg_id="n-1"))
    assert await calls.post(TEMPLATE, notice(phone, client_msg_id="n-1")) == first
    assert (await calls.post(TEMPLATE, notice(phone, client_msg_id="n-2"))) != first
    assert len(phone.lines) == 2
    clock.move(timedelta(minutes=10))
    await calls.post(TEMPLATE, notice(phone, client_msg_id="n-1"))
    assert len(phone.lines) == 3


@pytest.mark.parametrize("path", [TEMPLATE, SUBSCRIBE])
@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"template_id": "t-2"}, 40037),
        ({"template_id": None}, 40037),
        ({"data": {}}, 47003),
        ({"data": "x"}, 47003),
        ({"data": {"thing1": "相亲"}}, 47003),
        ({"data": {"thing1": {"value": 7}}}, 47003),
        ({"data": {"thing1": {"value": "汉" * 21}}}, 47003),
        ({"touser": "o-nobody"}, 40003),
    ],
)
async def test_a_wrong_notice_has_its_errcode(
    path: str, change: dict[str, Any], errcode: int, calls: Calls, side: Side, phone: Phone
) -> None:
    side.templates.opt_in(phone.openid, "t-1")
    assert await calls.errcode(path, notice(phone) | change) == errcode
    assert not phone.lines
    assert side.templates.spend_opt_in(phone.openid, "t-1")


@pytest.mark.parametrize(("path", "limit"), [(TEMPLATE, "template_sends_a_day"), (SUBSCRIBE, "subscribe_sends_a_day")])
async def test_the_day_has_only_so_many_notices(path: str, limit: str, calls: Calls, side: Side, phone: Phone) -> None:
    side.limits = side.limits.model_copy(update={limit: 1})
    side.templates.opt_in(phone.openid, "t-1")
    assert [await calls.errcode(path, notice(phone)) for _ in range(2)] == [0, 45009]


async def test_an_unverified_account_has_no_notices(
    unverified: Calls, simulator: Simulator, settings: Settings, clock: FixedClock
) -> None:
    theirs = writer(side_of(simulator, settings.accounts[1]), clock)
    assert await unverified.errcode(TEMPLATE, notice(theirs)) == 48001
    assert await unverified.errcode(SUBSCRIBE, notice(theirs)) == 48001


async def test_an_event_tells_the_account_how_a_notice_ended(
    account: Account, calls: Calls, side: Side, phone: Phone
) -> None:
    side.templates.opt_in(phone.openid, "t-1")
    ids = [str((await calls.post(path, notice(phone)))["msgid"]) for path in (TEMPLATE, SUBSCRIBE)]
    while len(account.messages) < 2:
        await asyncio.sleep(0.02)
    by_event = {message["Event"]: message for message in account.messages}
    finished, sent = by_event["TEMPLATESENDJOBFINISH"], by_event["subscribe_msg_sent_event"]
    assert (finished["FromUserName"], finished["MsgID"], finished["Status"]) == (phone.openid, ids[0], "success")
    assert sent["SubscribeMsgSentEvent"]["List"]["MsgID"] == ids[1]


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("thing1", "汉" * 20, "汉" * 21),
        ("character_string3", "A-17", "一号"),
        ("phrase4", "已确认", "OK"),
        ("number6", "3.5", "三"),
        ("amount7", "¥12.50", "十二元"),
        ("phone_number8", "0571-12345678", "电话"),
        ("name5", "张三", "1" * 11),
        ("time2", "14:00", "下午"),
        ("letter1", "ABC", "甲"),
    ],
)
def test_a_typed_field_takes_what_the_platform_says(name: str, good: str, bad: str) -> None:
    assert fits(name, good)
    assert not fits(name, bad)
    assert fits("keyword1", bad) and not fits("keyword1", "")
