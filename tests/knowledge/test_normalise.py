"""A text has one spelling, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.homophones import repairer
from knowledge.normalise import normalise


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("請問療休養怎麼報名？？？", "请问疗休养怎么报名?"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("爱心\u200b驿站😀在哪", "爱心驿站在哪"),
        ("报名\x00\x07了吗", "报名了吗"),
        ("那个，我想报名", "我想报名"),
        ("小营相亲站开门哈哈", "小营相亲站开门"),
        ("好好好好好", "好好"),
    ],
)
def test_width_script_emoji_fillers_and_repetition_do_not_matter(typed: str, spelt: str) -> None:
    assert normalise(typed) == spelt


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("疗修养", "疗休养"),
        ("律师作班几点", "律师坐班几点"),
        ("爱心译站", "爱心驿站"),
        ("怎么报明", "怎么报名"),
        ("相清活动", "相亲活动"),
        ("困难邦扶", "困难帮扶"),
        ("友蜜家是啥", "友觅家是啥"),
        ("总公会", "总工会"),
    ],
)
def test_words_of_the_domain_typed_by_sound_are_put_right(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    "text", ["父老乡亲", "个人修养", "一站式服务", "住不住得下", "使用其他办法", "我和同事", "校长办公会", "事后补交"]
)
def test_words_that_only_sound_alike_stay(text: str) -> None:
    assert normalise(text) == text


def test_every_word_of_the_list_stays_as_it_is() -> None:
    words = [*repairer()._by_sound.values(), *repairer()._short.values()]

    assert [word for word in words if normalise(word) != word] == []


@pytest.mark.parametrize("text", ["嗯", "是", "啊", "好的", "13800001111", "第二个", "那个"])
def test_short_answers_and_numbers_survive(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "\u200b\x00", "……！！"])
def test_nothing_but_signs_becomes_nothing(text: str) -> None:
    assert normalise(text).strip("!") == ""


@given(st.text(max_size=60))
def test_any_text_is_taken_and_doing_it_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
