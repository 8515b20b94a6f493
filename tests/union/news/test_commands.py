"""The few words by which subscriptions are steered."""

import pytest

from union.news.commands import command, meant


@pytest.mark.parametrize(
    "text",
    [
        "退订",
        "退订。",
        "TD",
        "td",
        "我要退订",
        "退订相亲",
        "取消订阅",
        "别再发了",
        "别再通知我",
        "不要再给我发消息了",
        "取消所有订阅",
    ],
)
def test_one_word_ends_it(text: str) -> None:
    assert command(text) == "stop"


@pytest.mark.parametrize("text", ["我订阅了什么", "我的订阅", "查看我的订阅", "订阅了哪些"])
def test_what_one_has_is_asked_for(text: str) -> None:
    assert command(text) == "list"


@pytest.mark.parametrize("text", ["订阅相亲", "订阅杭州的演出", "订阅全部活动"])
def test_taps_subscribe(text: str) -> None:
    assert command(text) == "follow"


@pytest.mark.parametrize("text", ["我要报名", "取消报名", "发票", "别的", "最近有什么活动", "", "t恤"])
def test_what_is_no_command_is_none(text: str) -> None:
    assert command(text) is None


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("有新的相亲活动告诉我", "follow"),
        ("有体检了别忘了通知我", "follow"),
        ("不要错过，有演出叫我", "follow"),
        ("只要宁波的活动通知 别的不要", "follow"),
        ("能不能别发通知了 吵", "stop"),
        ("以后不用发相亲的给我了 我结婚了", "stop"),
        ("不想再收到这些消息", "stop"),
        ("关掉提醒", "stop"),
        ("手机一直响 推送停了吧", "stop"),
        ("我现在订阅了哪些活动", "list"),
    ],
)
def test_a_sentence_is_understood_as_beginning_or_ending(text: str, wants: str) -> None:
    assert meant(text) == wants
