"""Numbers as people write them, and which of several belongs to a label."""

import pytest

from actions.amounts import amounts, labelled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3000", [3000]),
        ("3千", [3000]),
        ("两千五", [2500]),
        ("两万三", [23000]),
        ("八万多", [80000]),
        ("3.5万元", [35000]),
        ("4口人，月收入2500", [4, 2500]),
        ("没有", []),
        ("12月20号", []),
        ("9999999999999999999", []),
        ("第3个", []),
        ("一下子", [1]),
    ],
)
def test_amounts(text: str, found: list[int]) -> None:
    assert amounts(text) == found


def test_the_clause_with_the_label_has_the_number() -> None:
    text = "家里4口人，月收入两千五，花了8万"
    assert labelled(text, ("人口", "口人")) == 4
    assert labelled(text, ("家庭月收入", "月收入")) == 2500
    assert labelled(text, ("票价",)) is None
