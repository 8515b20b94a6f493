"""What a message tells for a profile: of oneself, and of the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.matchmaking_reading import read_told
from tests.conftest import WEDNESDAY
from union.matchmaking.fields import FIELDS


def values(text: str, asked: str | None = None) -> dict[str, str]:
    return read_told(text, asked, WEDNESDAY).values


def test_one_sentence_tells_everything_about_two_people() -> None:
    told = values("我是女的，92年的，本科，在拱墅当护士，未婚，1米65，想找28到35岁、本科以上、同城的，离异也可以")
    assert told == {
        "gender": "女",
        "birth_year": "1992",
        "education": "本科",
        "place": "杭州市/拱墅区",
        "occupation": "医护",
        "marital": "未婚",
        "height": "165",
        "want_age": "28-35",
        "want_education": "本科以上",
        "want_place": "同市",
        "want_marital": "不限",
    }


def test_after_the_wishes_one_may_come_back_to_oneself() -> None:
    assert values("希望对方本科以上，我自己大专") == {"want_education": "本科以上", "education": "大专"}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1992年", "1992"),
        ("92年的", "1992"),
        ("02年", "2002"),
        ("34岁", "1992"),
        ("我今年34周岁", "1992"),
        ("１９９２", "1992"),
    ],
)
def test_years_of_birth(text: str, year: str) -> None:
    assert values(text)["birth_year"] == year


@pytest.mark.parametrize(("text", "year"), [("92", "1992"), ("34", "1992"), ("02", "2002"), ("92年的", "1992")])
def test_bare_numbers_are_a_year_or_an_age_where_it_was_asked_for(text: str, year: str) -> None:
    assert values(text, "birth_year")["birth_year"] == year
    assert "birth_year" not in values("92")


@pytest.mark.parametrize(
    ("text", "centimetres"),
    [
        ("172cm", "172"),
        ("身高172", "172"),
        ("1米72", "172"),
        ("1.72米", "172"),
        ("一米七二", "172"),
        ("1米8", "180"),
        ("一米七", "170"),
    ],
)
def test_heights(text: str, centimetres: str) -> None:
    assert values(text)["height"] == centimetres


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("28到35岁", "28-35"),
        ("28 - 35", "28-35"),
        ("28～35岁之间", "28-35"),
        ("90到95年的", "31-36"),
        ("30岁以上", "30-75"),
        ("35岁以下", "20-35"),
        ("35左右", "32-38"),
        ("年龄不限", "不限"),
        ("都行", "不限"),
    ],
)
def test_ages_wished_for(text: str, ages: str) -> None:
    assert values(text, "want_age")["want_age"] == ages


def test_a_must_and_a_mere_wish_are_told_apart() -> None:
    told = read_told("想找30岁左右的，必须本科以上，最好同区", None, WEDNESDAY)
    assert (told.musts, told.rather) == ({"want_education"}, {"want_place"})


def test_no_wishes_at_all() -> None:
    every = ("want_age", "want_place", "want_education", "want_marital")
    assert values("没什么要求", "want_age") == dict.fromkeys(every, "不限")
    assert values("不限", "want_place") == {"want_place": "不限"}
    assert values("学历不限", "want_place") == {"want_education": "不限"}
    assert values("学历无所谓，婚史不限") == {}  # whose?
    assert values("28到35岁，其他不限", "want_age")["want_age"] == "28-35"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("想找个女朋友", "gender"),
        ("我带一个女孩", "gender"),
        ("高中老师", "education"),
        ("有个儿子", "gender"),
        ("2个人", "birth_year"),
    ],
)
def test_what_only_looks_like_a_fact_is_none(text: str, name: str) -> None:
    assert name not in values(text)


def test_every_option_and_spelling_is_read_where_it_is_asked_for() -> None:
    for field in FIELDS.values():
        for option in field.options:
            for spelling in (option, *field.spelled.get(option, ())):
                assert values(spelling, field.name)[field.name] == option, (field.name, spelling)


@given(st.text(max_size=80), st.sampled_from([None, *FIELDS]))
def test_no_text_breaks_it(text: str, asked: str | None) -> None:
    assert set(values(text, asked)) <= set(FIELDS)
