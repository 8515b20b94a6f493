"""What an account may be called."""

import pytest

from union.staff.names import account_name, looks_like


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("小李", "小李"), (" wang ", "wang"), ("ｗａｎｇ１", "wang1"), ("欧阳·娜娜", "欧阳·娜娜"), ("a" * 32, "a" * 32)],
)
def test_a_name_is_kept_in_its_plain_form(typed: str, kept: str) -> None:
    assert account_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "a" * 33,
        "长" * 10_000,
        "аdmin",  # Cyrillic а
        "admin\u200b",
        "小\u202e李",
        "小李\x00",
        "小\n李",
        "<b>小李</b>",
        "小李😀",
        "-小李",
        "command",
        "Member",
    ],
)
def test_what_could_deceive_or_harm_is_no_name(typed: str) -> None:
    assert account_name(typed) is None


@pytest.mark.parametrize(
    ("name", "other"), [("小李1", "小李l"), ("Wang", "wang"), ("b0b", "bob"), ("li-min", "limin"), ("小李", "小李")]
)
def test_names_that_people_confuse_look_alike(name: str, other: str) -> None:
    assert looks_like(name, ["赵强", other]) == other


def test_others_do_not() -> None:
    assert looks_like("小李", ["小季", "大李", "小李2"]) is None
