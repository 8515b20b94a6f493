"""What becomes of a message, as a rule without I/O."""

import pytest

from union.conversations.reply import Choice, Reply
from union.conversations.service import Owner
from webhook import contents as c
from webhook import texts
from webhook.pending import choice_of, number_in
from webhook.plan import MAX_TURN, Plan, plan, turn_text
from webhook.render import render


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
    ("content", "expected"),
    [
        (c.Text("你好"), Plan("你好", turn="你好")),
        (c.Text("你\x00\x07好"), Plan("你好", turn="你好")),
        (c.Text("\x01\x02"), Plan("", reply=texts.NOTHING_TO_READ)),
        (c.Text("👍"), Plan("👍", reply=texts.NOTHING_TO_READ)),
        (c.Text("say:hello"), Plan("say:hello", turn="say:hello")),
        (c.Clicked("say:最近有什么活动"), Plan("最近有什么活动", turn="最近有什么活动", grants="moment")),
        (c.Clicked("events_mine"), Plan("events_mine", turn="events_mine", grants="moment")),
        (c.Voice("我要报名", "m"), Plan("[语音]我要报名", turn="我要报名")),
        (c.Voice("", "m"), Plan("[语音]", reply=texts.EMPTY_VOICE)),
        (c.Location(30.2, 120.1, "西湖"), Plan("[位置]西湖", turn="西湖附近有服务站点吗")),
        (c.Picture("m"), Plan("[图片]", turn="[图片]")),
        (c.Link("<b>标题"), Plan("[链接]<b>标题", reply=texts.LINK_CAME)),
        (c.File("合同.pdf"), Plan("[文件]合同.pdf", reply=texts.FILE_CAME)),
        (c.OtherMessage("video"), Plan("[视频]", reply=texts.OTHER_KIND)),
        (c.OtherMessage("hologram"), Plan(texts.UNKNOWN_KIND, reply=texts.OTHER_KIND)),
        (c.Followed(""), Plan(texts.FOLLOWED, "event", texts.GREETING, grants="moment")),
        (c.Followed("poster-7"), Plan(texts.FOLLOWED, "event", texts.GREETING, grants="moment")),
        (
            c.Followed("say:我要报名"),
            Plan(texts.FOLLOWED, "event", turn="我要报名", grants="moment", preface=texts.WELCOME),
        ),
        (c.Scanned("poster-7"), Plan(texts.SCANNED, "event", texts.HELLO, grants="moment")),
        (c.Scanned("say:我要报名"), Plan("我要报名", turn="我要报名", grants="moment")),
        (c.CodeScanned("AB2C"), Plan("AB2C", turn="AB2C", grants="moment")),
        (c.OptIns((c.OptIn("t", True),)), Plan(reply=Reply(), grants=None, following=None)),
        (c.SendResults(()), Plan(reply=Reply(), grants=None, following=None)),
    ],
)
def test_the_bots_way_of_each_kind(content: c.Content, expected: Plan) -> None:
    assert plan(content, "bot", None) == expected


@pytest.mark.parametrize("owner", ["queue", "staff"])
def test_while_staff_have_the_conversation_all_is_relayed_in_silence(owner: Owner) -> None:
    said: list[c.Content] = [c.Text("你好"), c.Text("👍"), c.Text("/restart"), c.Picture("m"), c.Voice("", "m")]
    for content in said:
        planned = plan(content, owner, texts.GREETING)
        assert planned.to_staff == "relayed" and planned.turn is None
        assert planned.reply is not None and planned.reply.is_empty
    left = plan(c.Text("退出人工"), owner, None)
    assert left.to_staff == "left" and left.reply == texts.LEFT_STAFF


def test_unfollowing_is_noted_whoever_has_the_conversation() -> None:
    planned = plan(c.Unfollowed(), "staff", None)
    assert (planned.following, planned.author) == (False, "event")
    assert planned.reply is not None and planned.reply.is_empty


ANSWER = render(
    Reply(texts=["请选："], choices=[Choice(label="活动", send="最近有什么活动"), Choice(label="人工", send="转人工")])
).text


def test_a_bare_number_is_the_choice_that_stood_there() -> None:
    for text, number in [("2", 2), ("1.", 1), ("（2）", 2), ("2个", None), ("12345", None), ("一", None)]:
        assert number_in(text) == number
    assert [choice_of(number, ANSWER) for number in (1, 2, 3)] == ["最近有什么活动", "转人工", None]


@pytest.mark.parametrize("label", ["2 个", "11月25日 相亲", "两位"])
def test_where_choices_begin_with_numbers_the_engine_decides(label: str) -> None:
    answer = render(Reply(choices=[Choice(label="不带人", send="x"), Choice(label=label, send="y")])).text
    assert choice_of(1, answer) is None


@pytest.mark.parametrize("word", ["更多", "查看更多", " 更多 "])
def test_the_rest_of_a_long_answer_is_said_without_an_engine(word: str) -> None:
    rest = Reply(texts=["还有一段"])
    assert plan(c.Text(word), "bot", rest).reply == rest
    assert plan(c.Text(word), "bot").turn == word.strip()
