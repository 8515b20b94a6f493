"""What a member sees of passive replies that are not text."""

from typing import Any

import pytest

from webhook.simulator.actions.base import Shown
from webhook.simulator.visible import BrokenReplyError, visible

ARTICLE = {"Title": "疗休养", "Description": "五日", "PicUrl": "https://e.org/a.png", "Url": "https://e.org/"}
SEEN = {"title": "疗休养", "description": "五日", "picurl": "https://e.org/a.png", "url": "https://e.org/"}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"MsgType": "text", "Content": "好"}, Shown("text", "好")),
        ({"MsgType": "image", "Image": {"MediaId": "m"}}, Shown("image", "", {"media_id": "m"})),
        ({"MsgType": "voice", "Voice": {"MediaId": "m"}}, Shown("voice", "", {"media_id": "m"})),
        ({"MsgType": "news", "Articles": {"item": ARTICLE}}, Shown("news", "疗休养", SEEN)),
        ({"MsgType": "news", "Articles": {"item": [ARTICLE, {"Title": "二"}]}}, Shown("news", "疗休养", SEEN)),
        ({"MsgType": "video", "Video": {}}, Shown("text", "〔视频，模拟器不播放〕")),
        ({"MsgType": "transfer_customer_service"}, None),
    ],
)
def test_each_kind_is_shown(fields: dict[str, Any], shown: Shown | None) -> None:
    assert visible(fields) == shown


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"MsgType": "hologram"},
        {"MsgType": "image"},
        {"MsgType": "image", "Image": "m"},
        {"MsgType": "news"},
        {"MsgType": "news", "Articles": {"item": []}},
        {"MsgType": "news", "Articles": {"item": {"Title": ""}}},
    ],
)
def test_a_reply_that_lacks_something_is_broken(fields: dict[str, Any]) -> None:
    with pytest.raises(BrokenReplyError):
        visible(fields)
