"""What is a coded reply and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.coded.parsing import LONGEST, Spoken, has_shape, spoken
from union.ids import new_reply_code

WORDS = {"愿意", "不愿意", "不合适", "5", "5分"}


@pytest.mark.parametrize(
    "text",
    [
        "愿意 A7BC",
        "愿意A7BC",
        "愿意a7bc",
        "愿意　Ａ７ＢＣ",
        "A7BC 愿意",
        "我愿意，A7BC。",
        "回复“愿意 A7BC”",
        "愿意吧A7BC",
    ],
)
def test_the_same_answer_however_it_is_typed(text: str) -> None:
    found = spoken(text)
    assert found is not None
    assert found.code == "A7BC"
    assert found.word_of(WORDS, takes_text=False) == ("愿意", "")


@pytest.mark.parametrize("text", ["不太愿意 A7BC", "愿意不了 A7BC", "A7BC", "愿意不 A7BC", "要是他愿意 A7BC 我也行"])
def test_nothing_but_the_exact_word_is_an_answer(text: str) -> None:
    found = spoken(text)
    assert found is not None
    assert found.word_of(WORDS, takes_text=False) is None


def test_the_longer_word_wins() -> None:
    assert Spoken("A7BC", "5分").word_of(WORDS, takes_text=False) == ("5分", "")
    assert Spoken("A7BC", "不愿意").word_of(WORDS, takes_text=False) == ("不愿意", "")


def test_what_follows_is_kept_where_the_kind_takes_text() -> None:
    found = spoken("申诉 A7BC 那天我在医院")
    assert found is not None
    assert found.word_of({"申诉"}, takes_text=True) == ("申诉", "那天我在医院")
    assert found.word_of({"申诉"}, takes_text=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "我要报名相亲",
        "2026",
        "HTTP 是什么",
        "愿意",
        "愿意 A7B",
        "愿意 A7BCD",
        "A7BC" + "很长" * LONGEST,
        "",
        "A0BC 愿意",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert spoken(text) is None


def test_a_code_is_always_recognised() -> None:
    for code in {new_reply_code() for _ in range(500)}:
        assert has_shape(code)
        assert spoken(f"愿意 {code}") == Spoken(code, "愿意")


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = spoken(text)
    assert found is None or found.word_of(WORDS, takes_text=True) is None or has_shape(found.code)
