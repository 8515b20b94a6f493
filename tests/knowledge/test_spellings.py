"""Names typed by sound are read as the names they sound like; what is written right stays."""

import pytest

from knowledge.spellings import Spellings

NAMES = ["友觅家", "高温慰问"]


def respelt(question: str, *, names: list[str] = NAMES, known: str = "") -> str:
    """`known`: a text; its pairs of characters occur in some entry."""
    pairs = {known[start : start + 2] for start in range(len(known) - 1)}
    return Spellings(names).respell(question, pairs.__contains__)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("友蜜家是啥", "友觅家是啥"),
        ("友蜜家和右米佳", "友觅家和友觅家"),
        ("问友蜜家", "问友觅家"),
        ("友觅家是啥", "友觅家是啥"),
        ("友", "友"),
        ("", ""),
    ],
)
def test_a_name_typed_by_sound_is_put_right(written: str, read: str) -> None:
    assert respelt(written) == read


def test_words_of_known_pairs_stay() -> None:
    assert respelt("友蜜家", known="友蜜家") == "友蜜家"


def test_names_whose_sounds_overlap_do_not_rewrite_each_other() -> None:
    # 新翔鹤 and 何嘉山 share a syllable that each writes its own way.
    assert respelt("新祥和嘉善", names=["新翔鹤", "何嘉山"]) == "新翔鹤嘉善"


def test_a_name_written_right_is_not_read_as_another_of_the_same_sound() -> None:
    for name in ("新祥高温", "心翔高温"):
        assert respelt(f"{name}怎么领", names=["新祥高温", "心翔高温"]) == f"{name}怎么领"


def test_of_two_names_that_begin_alike_the_longer_is_read() -> None:
    assert respelt("有密佳小屋", names=["友觅家", "友觅家小屋"]) == "友觅家小屋"
