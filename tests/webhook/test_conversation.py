"""What becomes of a message, as a rule without I/O."""

import pytest

from base.clock import FixedClock
from union.conversations.service import Owner
from webhook import texts
from webhook.conversation import MAX_TURN, Plan, plan, turn_text
from webhook.envelope import Inbound, Kind

CLOCK_FIELDS = ("wx", "o-1", "gh_1")


def inbound(kind: Kind, text: str, clock: FixedClock) -> Inbound:
    return Inbound("wx", "o-1", "gh_1", kind, text, "key", clock.now(), True)


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("最近有什么活动", "最近有什么活动"),
        ("  你好\n", "你好"),
        ("/restart", "restart"),
        (" / /／restart", "restart"),
        ("/session_start{}", "session_start{}"),
        ("2", "2"),
        ("[微笑]", "[微笑]"),
        ("", ""),
        ("///", ""),
        ("👍🎉", ""),
        ("？！。", ""),
        ("字" * 10_000, "字" * MAX_TURN),
    ],
)
def test_an_engine_sees_words_only_and_no_commands(text: str, turn: str) -> None:
    assert turn_text(text) == turn


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("text", "你好", Plan("你好", turn="你好")),
        ("text", "你\x00\x07好", Plan("你好", turn="你好")),
        ("text", "\x01\x02", Plan("", reply=texts.NOTHING_TO_READ)),
        ("text", "👍", Plan("👍", reply=texts.NOTHING_TO_READ)),
        ("text", "say:hello", Plan("say:hello", turn="say:hello")),
        ("click", "say:最近有什么活动", Plan("最近有什么活动", turn="最近有什么活动")),
        ("click", "events_mine", Plan("events_mine", turn="events_mine")),
        ("voice", "我要报名", Plan("[语音]我要报名", turn="我要报名")),
        ("voice", "", Plan("[语音]", reply=texts.EMPTY_VOICE)),
        ("other", "image", Plan("[图片]", reply=texts.OTHER_KIND)),
        ("other", "hologram", Plan(texts.UNKNOWN_KIND, reply=texts.OTHER_KIND)),
        ("subscribe", "qrscene_1", Plan(texts.FOLLOWED, "event", texts.GREETING)),
    ],
)
def test_the_bots_way_of_each_kind(clock: FixedClock, kind: Kind, text: str, expected: Plan) -> None:
    assert plan(inbound(kind, text, clock), "bot") == expected


@pytest.mark.parametrize("owner", ["queue", "staff"])
def test_while_staff_have_the_conversation_all_is_relayed_in_silence(clock: FixedClock, owner: Owner) -> None:
    for kind, text in [("text", "你好"), ("text", "👍"), ("text", "/restart"), ("other", "image"), ("voice", "")]:
        planned = plan(inbound(kind, text, clock), owner)  # type: ignore[arg-type]
        assert planned.relayed and planned.reply is not None and planned.reply.is_empty and planned.turn is None
    left = plan(inbound("text", "退出人工", clock), owner)
    assert left.left_staff and left.reply == texts.LEFT_STAFF


def test_unfollowing_is_noted_whoever_has_the_conversation(clock: FixedClock) -> None:
    planned = plan(inbound("unsubscribe", "", clock), "staff")
    assert (planned.following, planned.author) == (False, "event")
    assert planned.reply is not None and planned.reply.is_empty
