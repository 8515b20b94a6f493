"""The few words that are known exactly, and their neighbours that are not."""

import pytest

from union.matchmaking.commands import command


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("我的相亲资料", "show"),
        ("看看我的相亲登记", "show"),
        ("请看我的相亲资料", "show"),
        ("退出相亲", "withdraw"),
        ("我要退出相亲。", "withdraw"),
        ("删除我的相亲资料", "withdraw"),
        ("把我的相亲资料删了吧", "withdraw"),
        ("取消相亲登记", "withdraw"),
        ("修改我的相亲资料", "change"),
        ("我想修改相亲资料", "change"),
        ("暂停相亲介绍", "pause"),
        ("恢复相亲", "resume"),
    ],
)
def test_known_words(text: str, meant: str) -> None:
    assert command(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "取消相亲",
        "取消我的相亲",
        "我要报名相亲",
        "相亲活动什么时候",
        "我想相亲",
        "登记相亲资料",
        "找对象",
        "退出",
        "我的资料",
        "删除我的信息",
    ],
)
def test_other_words_go_their_way(text: str) -> None:
    assert command(text) is None
