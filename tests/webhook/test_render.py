"""A rendered reply keeps the platform's limits, whatever it says."""

import re
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from union.conversations.reply import Choice, Reply
from webhook.render import MAX_BYTES, Rendered, readable, render

LINK = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^"&<>]*)&msgmenuid=1">([^<>\n]*)</a>')
NASTY = st.text(st.sampled_from("<a href=\"'/>&%#+ \n]汉👨‍👩‍👧\x00\x0b\ud800\u202e1字"), max_size=900)
CHOICES = st.lists(st.builds(Choice, label=NASTY.map(lambda t: t[:60]), send=NASTY.map(lambda t: t[:200])), max_size=12)


def links(text: str) -> list[tuple[str, str]]:
    return [(unquote(send), label) for send, label in LINK.findall(text)]


@given(texts=st.lists(NASTY, max_size=4), choices=CHOICES)
def test_no_reply_is_too_long_or_holds_a_tag_but_ours(texts: list[str], choices: list[Choice]) -> None:
    text = render(Reply(texts=texts, choices=choices)).text
    assert len(text.encode()) <= MAX_BYTES
    assert not re.search("<[A-Za-z/!?]", LINK.sub("", text))
    assert len(links(text)) <= len(choices) + 1


def test_texts_are_lines_and_choices_numbered_links() -> None:
    reply = Reply(
        texts=["您好", "请选择："], choices=[Choice(label="相亲", send="报名相亲"), Choice(label="更多", send="更多")]
    )
    assert render(reply).text == (
        "您好\n请选择：\n"
        '1. <a href="weixin://bizmsgmenu?msgmenucontent=报名相亲&msgmenuid=1">相亲</a>\n'
        '2. <a href="weixin://bizmsgmenu?msgmenucontent=更多&msgmenuid=1">更多</a>'
    )


def test_a_choices_text_comes_back_as_it_was() -> None:
    send = 'A&B=50%+1 "x" <y> #z\'?'
    assert links(render(Reply(choices=[Choice(label="a<b>c", send=send)])).text) == [(send, "a b c")]


def test_echoed_words_cannot_become_a_link() -> None:
    said = '姓名：<a href="weixin://bizmsgmenu?msgmenucontent=确认&msgmenuid=1">点我</a>，1 < 2'
    text = render(Reply(texts=[said])).text
    assert links(text) == []
    assert "＜a href" in text and "1 < 2" in text


def pages(reply: Reply) -> list[str]:
    """What the member reads, asking for more until there is no more."""
    found = []
    rest: Reply | None = reply
    while rest is not None:
        rendered = render(rest)
        found.append(rendered.text)
        rest = rendered.rest
    return found


def words(text: str) -> str:
    return re.sub(r"\s", "", LINK.sub("", text))


@given(text=st.text(st.sampled_from("汉字工会，。！？\n a👨‍👩‍👧"), min_size=500, max_size=3000))
def test_a_long_answer_loses_no_word_over_its_pages(text: str) -> None:
    found = pages(Reply(texts=[text]))
    assert "".join(map(words, found)) == words(text)
    assert all(len(page.encode()) <= MAX_BYTES for page in found)


def test_a_long_answer_ends_at_a_sentence_and_offers_the_rest() -> None:
    sentence = "工会会员可以报名参加疗休养活动，每年一次。"
    first, *more = pages(Reply(texts=[sentence * 60], choices=[Choice(label="报名", send="报名")]))
    assert links(first) == [("更多", "……查看更多"), ("报名", "报名")]
    assert LINK.sub("", first).split("\n")[0].endswith("每年一次。")
    assert more and all(page.startswith("工会会员") for page in more)
    assert render(Reply(texts=["汉" * 682])) == Rendered("汉" * 682)


def test_too_many_choices_are_counted() -> None:
    choices = [Choice(label=f"第{n}项活动" * 4, send=f"第{n}项活动" * 4) for n in range(30)]
    text = render(Reply(texts=["请选择：" * 100], choices=choices)).text
    shown = len(links(text)) - 1  # and the link to the rest of the text
    assert 0 < shown < 30
    assert f"还有 {30 - shown} 项" in text


def test_an_empty_reply_is_empty_and_the_transcript_reads_plainly() -> None:
    assert render(Reply()).text == ""
    assert readable(Reply(texts=["好", "的"], choices=[Choice(label="更多", send="x")])) == "好\n的\n「更多」"
