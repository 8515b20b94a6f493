"""The platform's side of a delivery, against an account on a real port."""

from datetime import timedelta

import httpx
import pytest
from fastapi import Response

from base.accounts import WeChatMode
from base.clock import FixedClock
from base.settings import Settings
from tests.webhook.simulator.account import Account, Answer, Message, serve, settings_on_free_port, text_reply
from webhook.simulator.actions import Click, Subscribe, Text, Unsubscribe, Voice
from webhook.simulator.platform import ACCOUNT, UNAVAILABLE, Platform, Try, openid_of

OPENID = openid_of("小王")
SHORT = 0.05  # seconds instead of five
LONG = 30.0


@pytest.fixture
def platform(settings: Settings, clock: FixedClock, client: httpx.AsyncClient) -> Platform:
    return Platform(settings, clock, client, deadline=LONG)


@pytest.fixture
def hasty_platform(settings: Settings, clock: FixedClock, client: httpx.AsyncClient) -> Platform:
    return Platform(settings, clock, client, deadline=SHORT)


@pytest.mark.parametrize("mode", ["plain", "compatible", "secure"])
async def test_a_message_comes_through_wechatpys_own_checks_in_every_mode(
    mode: WeChatMode, clock: FixedClock, client: httpx.AsyncClient
) -> None:
    settings = settings_on_free_port(mode)
    account = Account(settings)  # verifies and decrypts with wechatpy before it answers
    async with serve(account):
        delivery = await Platform(settings, clock, client, deadline=LONG).send(OPENID, Text(text="最近有什么活动"))
    assert delivery.text == "您说：最近有什么活动"
    assert not delivery.failed
    [(query, body)] = account.requests
    assert query["openid"] == OPENID
    assert ("最近有什么活动" in body) is (mode != "secure")
    assert ("<Encrypt>" in body) is (mode != "plain")
    assert ("msg_signature" in query) is (mode != "plain")


async def test_the_plain_fields_are_the_platforms(platform: Platform, account: Account, clock: FixedClock) -> None:
    await platform.send(OPENID, Text(text="你好"))
    [message] = account.messages
    assert int(message.pop("MsgId")) > 2**61
    assert message == {
        "ToUserName": ACCOUNT,
        "FromUserName": OPENID,
        "CreateTime": str(int(clock.now().timestamp())),
        "MsgType": "text",
        "Content": "你好",
    }


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        (Voice(text="我要报名"), {"MsgType": "voice", "Recognition": "我要报名", "Format": "amr"}),
        (Voice(text=""), {"MsgType": "voice", "Recognition": None}),
        (Click(key="say:转人工", label="转人工"), {"MsgType": "event", "Event": "CLICK", "EventKey": "say:转人工"}),
        (Subscribe(), {"MsgType": "event", "Event": "subscribe", "EventKey": None}),
        (Unsubscribe(), {"MsgType": "event", "Event": "unsubscribe", "EventKey": None}),
    ],
)
async def test_every_kind_has_its_fields_and_only_messages_an_id(
    action: Text | Voice | Click | Subscribe | Unsubscribe, fields: Message, platform: Platform, account: Account
) -> None:
    await platform.send(OPENID, action)
    [message] = account.messages
    assert fields.items() <= message.items()
    assert ("MsgId" in message) is (message["MsgType"] != "event")


async def test_signs_that_would_break_the_xml_are_carried_or_dropped(platform: Platform, account: Account) -> None:
    await platform.send(OPENID, Text(text="a]]>b<c>&d\x00\x07e\n😀"))
    assert account.messages[0]["Content"] == "a]]>b<c>&de\n😀"


async def test_silence_is_tried_three_times_with_the_same_ids(hasty_platform: Platform, account: Account) -> None:
    account.answer = account.hang
    seen: list[Try] = []
    delivery = await hasty_platform.send(OPENID, Text(text="在吗"), seen.append)
    assert delivery.text == UNAVAILABLE
    assert delivery.failed
    assert [attempt.outcome for attempt in delivery.tries] == ["silent"] * 3
    assert [(attempt.number, attempt.outcome) for attempt in seen] == [
        (number, outcome) for number in (1, 2, 3) for outcome in ("running", "silent")
    ]
    assert len(account.messages) == 3
    assert account.messages[0] == account.messages[1] == account.messages[2]
    assert len({query["nonce"] for query, _ in account.requests}) == 3


async def test_a_retry_has_a_timestamp_of_its_own(
    hasty_platform: Platform, account: Account, clock: FixedClock
) -> None:
    account.answer = account.hang

    def pass_time(attempt: Try) -> None:
        if attempt.outcome != "running":
            clock.move(timedelta(seconds=5))

    await hasty_platform.send(OPENID, Text(text="在吗"), pass_time)
    stamps = [int(query["timestamp"]) for query, _ in account.requests]
    assert [stamp - stamps[0] for stamp in stamps] == [0, 5, 10]
    assert len({message["CreateTime"] for message in account.messages}) == 1


async def test_an_answer_to_the_second_try_reaches_the_member(hasty_platform: Platform, account: Account) -> None:
    async def second_time(message: Message) -> str:
        if len(account.requests) == 1:
            return await account.hang(message)
        return text_reply(message, "来了")

    account.answer = second_time
    # The first try ends by the short deadline, the second has all the time it needs.
    delivery = await hasty_platform.send(
        OPENID, Text(text="在吗"), lambda one: setattr(hasty_platform, "deadline", LONG if one.number == 2 else SHORT)
    )
    assert delivery.text == "来了"
    assert [attempt.outcome for attempt in delivery.tries] == ["silent", "replied"]


async def test_an_account_that_is_down_is_tried_three_times(
    settings: Settings, clock: FixedClock, client: httpx.AsyncClient
) -> None:
    delivery = await Platform(settings, clock, client).send(OPENID, Text(text="在吗"))
    assert [attempt.outcome for attempt in delivery.tries] == ["unreachable"] * 3
    assert delivery.text == UNAVAILABLE


@pytest.mark.parametrize("body", ["", "success"])
async def test_an_accepted_message_shows_nothing(body: str, platform: Platform, account: Account) -> None:
    async def accept(_: Message) -> str:
        return body

    account.answer = accept
    delivery = await platform.send(OPENID, Text(text="在吗"))
    assert (delivery.text, delivery.failed, len(delivery.tries)) == (None, False, 1)


@pytest.mark.parametrize("status", [201, 403, 503])
async def test_a_status_that_is_not_200_is_tried_again(status: int, platform: Platform, account: Account) -> None:
    async def refuse_once(message: Message) -> str | Response:
        return text_reply(message, "好") if len(account.requests) > 1 else Response("success", status)

    account.answer = refuse_once
    delivery = await platform.send(OPENID, Text(text="在吗"))
    assert delivery.text == "好"
    assert [attempt.outcome for attempt in delivery.tries] == ["refused", "replied"]


async def _json(_: Message) -> Response:
    return Response('{"errcode": 0}')


async def _quoted_success(_: Message) -> Response:
    return Response('"success"')


async def _plain(message: Message) -> Response:
    return Response(text_reply(message, "好"))


async def _not_utf8(_: Message) -> Response:
    return Response(b"\xff\xfe")


async def _doctype(message: Message) -> Response:
    return Response('<!DOCTYPE xml [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>')


async def _to_another(message: Message) -> str:
    return text_reply({**message, "FromUserName": "oSomebodyElse"}, "好")


async def _too_long(message: Message) -> str:
    return text_reply(message, "汉" * 683)


async def _empty(message: Message) -> str:
    return text_reply(message, "")


BROKEN = [_json, _quoted_success, _plain, _not_utf8, _doctype, _to_another, _too_long, _empty]


@pytest.mark.parametrize("answer", BROKEN, ids=lambda answer: answer.__name__)
async def test_a_broken_reply_is_not_tried_again(answer: Answer, platform: Platform, account: Account) -> None:
    account.answer = answer
    delivery = await platform.send(OPENID, Text(text="在吗"))
    assert delivery.text == UNAVAILABLE
    assert [attempt.outcome for attempt in delivery.tries] == ["broken"]
    assert delivery.tries[0].note


async def test_a_reply_with_a_wrong_signature_is_broken(platform: Platform, account: Account) -> None:
    async def forge(message: Message) -> Response:
        sealed = account.crypto.encrypt_message(text_reply(message, "好"), "nonce", "1")
        return Response(sealed.replace("<TimeStamp>1<", "<TimeStamp>2<"))

    account.answer = forge
    delivery = await platform.send(OPENID, Text(text="在吗"))
    assert [attempt.outcome for attempt in delivery.tries] == ["broken"]


async def test_the_longest_text_is_shown(platform: Platform, account: Account) -> None:
    async def long(message: Message) -> str:
        return text_reply(message, "汉" * 682)

    account.answer = long
    assert (await platform.send(OPENID, Text(text="在吗"))).text == "汉" * 682


def test_an_openid_looks_like_one_and_stays_the_same() -> None:
    assert len(OPENID) == 28
    assert openid_of("小王") == OPENID != openid_of("小李")
