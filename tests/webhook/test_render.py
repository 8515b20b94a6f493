"""A rendered reply keeps the platform's limits, whatever it says."""

import re
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from union.conversations.reply import Choice, Reply
from webhook.render import CUT_TAIL, MAX_BYTES, readable, render

LINK = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^"&<>]*)&msgmenuid=1">([^<>\n]*)</a>')
NASTY = st.text(st.sampled_from("<a href=\"'/>&%#+ \n]汉👨‍👩‍👧\x00\x0b\ud800\u202e1字"), max_size=900)
CHOICES = st.lists(st.builds(Choice, label=NASTY.map(lambda t: t[:60]), send=NASTY.map(lambda t: t[:200])), max_size=12)


def links(text: str) -> list[tuple[str, str]]:
    return [(unquote(send), label) for send, label in LINK.findall(text)]


@given(texts=st.lists(NASTY, max_size=4), choices=CHOICES)
def test_no_reply_is_too_long_or_holds_a_tag_but_ours(texts: list[str], choices: list[Choice]) -> None:
    text = render(Reply(texts=texts, choices=choices))
    assert len(text.encode()) <= MAX_BYTES
    assert not re.search("<[A-Za-z/!?]", LINK.sub("", text))
    assert len(links(text)) <= len(choices)


def test_texts_are_lines_and_choices_numbered_links() -> None:
    reply = Reply(
        texts=["您好", "请选择："], choices=[Choice(label="相亲", send="报名相亲"), Choice(label="更多", send="更多")]
    )
    assert render(reply) == (
        "您好\n请选择：\n"
        '1. <a href="weixin://bizmsgmenu?msgmenucontent=报名相亲&msgmenuid=1">相亲</a>\n'
        '2. <a href="weixin://bizmsgmenu?msgmenucontent=更多&msgmenuid=1">更多</a>'
    )


def test_a_choices_text_comes_back_as_it_was() -> None:
    send = 'A&B=50%+1 "x" <y> #z\'?'
    assert links(render(Reply(choices=[Choice(label="a<b>c", send=send)]))) == [(send, "a b c")]


def test_echoed_words_cannot_become_a_link() -> None:
    text = render(Reply(texts=['姓名：<a href="weixin://bizmsgmenu?msgmenucontent=确认&msgmenuid=1">点我</a>，1 < 2']))
    assert links(text) == []
    assert "＜a href" in text and "1 < 2" in text


def test_a_long_text_is_cut_on_a_character_and_says_so() -> None:
    text = render(Reply(texts=["汉" * 683], choices=[Choice(label="更多", send="更多")]))
    assert CUT_TAIL in text
    assert len(text.encode()) in range(MAX_BYTES - 3, MAX_BYTES + 1)
    assert links(text) == [("更多", "更多")]
    assert render(Reply(texts=["汉" * 682])) == "汉" * 682


def test_too_many_choices_are_counted() -> None:
    choices = [Choice(label=f"第{n}项活动" * 4, send=f"第{n}项活动" * 4) for n in range(30)]
    text = render(Reply(texts=["请选择：" * 100], choices=choices))
    shown = len(links(text))
    assert 0 < shown < 30
    assert f"还有 {30 - shown} 项" in text


def test_an_empty_reply_is_empty_and_the_transcript_reads_plainly() -> None:
    assert render(Reply()) == ""
    assert readable(Reply(texts=["好", "的"], choices=[Choice(label="更多", send="x")])) == "好\n的\n「更多」"
