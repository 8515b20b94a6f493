"""Customer-service messages at the stand-in: HTTP 200 and the platform's errcodes."""

from datetime import timedelta
from typing import Any

import pytest

from base.clock import FixedClock
from base.settings import Settings
from tests.webhook.simulator.api.conftest import Calls, side_of, writer
from webhook.simulator.api.sides import Side
from webhook.simulator.phones import Phone
from webhook.simulator.simulator import Simulator

SEND = "/message/custom/send"
TYPING = "/message/custom/typing"


def text(phone: Phone, content: str = "您好") -> dict[str, Any]:
    return {"touser": phone.openid, "msgtype": "text", "text": {"content": content}}


def menu_of(count: int) -> dict[str, Any]:
    entries = [{"id": str(number), "content": f"选项{number}"} for number in range(count)]
    return {"head_content": "请选择", "list": entries, "tail_content": "谢谢"}


async def test_a_message_appears_in_the_members_chat(calls: Calls, phone: Phone) -> None:
    assert await calls.errcode(SEND, text(phone, "律师已确认")) == 0
    [line] = phone.lines
    assert (line.side, line.kind, line.text, line.data) == ("account", "push", "律师已确认", None)
    assert phone.call is not None
    assert await calls.token() not in phone.call.model_dump_json()


async def test_the_sixth_message_and_the_one_after_48_hours_are_refused(
    calls: Calls, phone: Phone, clock: FixedClock
) -> None:
    assert [await calls.errcode(SEND, text(phone)) for _ in range(6)] == [0] * 5 + [45047]
    clock.move(timedelta(hours=48))
    calls.known = ""
    assert await calls.errcode(SEND, text(phone)) == 45015
    assert len(phone.lines) == 5


async def test_who_does_not_follow_or_is_unknown_gets_nothing(calls: Calls, phone: Phone) -> None:
    phone.following = False
    assert await calls.errcode(SEND, text(phone)) == 43004
    assert await calls.errcode(SEND, text(Phone("没来过"))) == 40003


async def test_a_picture_and_a_voice_need_media_of_their_kind(calls: Calls, side: Side, phone: Phone) -> None:
    picture = side.media.add("image", b"x", "image/png")
    image: dict[str, Any] = {"touser": phone.openid, "msgtype": "image", "image": {"media_id": picture}}
    voice = {"touser": phone.openid, "msgtype": "voice", "voice": {"media_id": picture}}
    assert await calls.errcode(SEND, image) == 0
    assert await calls.errcode(SEND, voice) == 40007
    assert await calls.errcode(SEND, {**image, "image": {"media_id": "gone"}}) == 40007
    assert await calls.errcode(SEND, {**image, "image": {}}) == 41006
    assert [(line.kind, line.data) for line in phone.lines] == [("image", {"media_id": picture})]


async def test_choices_and_a_card_are_shown_whole(calls: Calls, phone: Phone) -> None:
    article = {"title": "相亲活动", "description": "周三", "url": "https://a", "picurl": ""}
    news = {"touser": phone.openid, "msgtype": "news", "news": {"articles": [article]}}
    menu = {"touser": phone.openid, "msgtype": "msgmenu", "msgmenu": menu_of(2)}
    assert [await calls.errcode(SEND, message) for message in (news, menu)] == [0, 0]
    card, choices = phone.lines
    assert (card.kind, card.text, card.data) == ("news", "相亲活动", article)
    assert (choices.kind, choices.text) == ("msgmenu", "请选择")
    assert choices.data == {"head": "请选择", "list": menu_of(2)["list"], "tail": "谢谢"}


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [
        ("mpnews", {}, 40008),
        ("text", {}, 44004),
        ("text", {"content": ""}, 44004),
        ("text", {"content": 7}, 44004),
        ("text", "您好", 44004),
        ("text", {"content": "汉" * 683}, 45002),
        ("news", {"articles": []}, 44003),
        ("news", {"articles": ["x"]}, 44003),
        ("news", {"articles": [{"title": ""}]}, 44003),
        ("news", {"articles": [{"title": "a"}, {"title": "b"}]}, 45008),
        ("news", {"articles": [{"title": "汉" * 43}]}, 45003),
        ("msgmenu", menu_of(0), 40097),
        ("msgmenu", {"list": [{"id": "1"}]}, 40097),
        ("msgmenu", {"list": "x"}, 40097),
        ("msgmenu", {"list": [{"id": "1", "content": "汉" * 700}]}, 45002),
    ],
)
async def test_a_wrong_message_has_its_errcode(
    kind: str, content: Any, errcode: int, calls: Calls, phone: Phone
) -> None:
    assert await calls.errcode(SEND, {"touser": phone.openid, "msgtype": kind, kind: content}) == errcode
    assert not phone.lines
    assert phone.grants[0].left == 5


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"{", 47001),
        (b"[]", 47001),
        (b"\xff", 47001),
        (b"[" * 100_000, 47001),
        (b'{"touser": "\\u4f60"}', 40033),
        (b'{"touser": ["a"]}', 40003),
    ],
)
async def test_a_wrong_body_has_its_errcode(body: bytes, errcode: int, calls: Calls) -> None:
    assert await calls.errcode(SEND, body) == errcode


async def test_an_unverified_account_may_send_nothing(
    unverified: Calls, simulator: Simulator, settings: Settings, clock: FixedClock
) -> None:
    theirs = writer(side_of(simulator, settings.accounts[1]), clock)
    menu = {"touser": theirs.openid, "msgtype": "msgmenu", "msgmenu": menu_of(1)}
    assert await unverified.errcode(SEND, text(theirs)) == 48001
    assert await unverified.errcode(SEND, menu) == 40200
    assert await unverified.errcode(TYPING, {"touser": theirs.openid, "command": "Typing"}) == 48001
    assert not theirs.lines


async def test_an_openid_belongs_to_one_account(
    calls: Calls, unverified: Calls, simulator: Simulator, settings: Settings, phone: Phone
) -> None:
    theirs = side_of(simulator, settings.accounts[1]).phones.of(phone.name)
    assert theirs.openid != phone.openid
    assert await calls.errcode(SEND, text(theirs)) == 40003
    assert await unverified.errcode(SEND, text(phone)) == 40003


async def test_the_day_has_only_so_many_messages(calls: Calls, side: Side, phone: Phone, clock: FixedClock) -> None:
    side.limits = side.limits.model_copy(update={"custom_sends_a_day": 1})
    assert [await calls.errcode(SEND, text(phone)) for _ in range(2)] == [0, 45009]
    clock.move(timedelta(days=1))
    calls.known = ""
    assert await calls.errcode(SEND, text(phone)) == 0


async def test_typing_shows_for_a_while_after_a_message(calls: Calls, phone: Phone, clock: FixedClock) -> None:
    async def typing(command: str) -> int:
        return await calls.errcode(TYPING, {"touser": phone.openid, "command": command})

    with phone.watched() as updates:
        assert await typing("Typing") == 0
        assert updates.get_nowait() == {"type": "typing", "seconds": 15.0}
    assert await typing("Typing") == 45081
    assert await typing("CancelTyping") == 0
    assert await typing("Typing") == 0
    assert await typing("typing") == 45072
    clock.move(timedelta(seconds=31))
    assert await typing("Typing") == 45080
