import pytest

from bot.entities.times import find_times


def times(text: str) -> list[str]:
    return [one.value for one in find_times(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("下午两点半", "T14:30"),
        ("晚上7点", "T19:00"),
        ("14:30", "T14:30"),
        ("上午九点一刻", "T09:15"),
        ("三点", "T15:00"),
        ("十五点", "T15:00"),
        ("中午12点", "T12:00"),
        ("夜里一点", "T01:00"),
    ],
)
def test_a_time_is_understood(text: str, value: str) -> None:
    assert times(text) == [value]


@pytest.mark.parametrize("text", ["上午", "几点上班", "提两点建议", "便宜一点", "晚一点来", "给老二点个赞", "25:70"])
def test_no_time_is_found_where_none_is_meant(text: str) -> None:
    assert times(text) == []


def test_the_end_of_a_range_inherits_the_part_of_the_day() -> None:
    assert times("晚上七点到九点") == ["T19:00", "T21:00"]
    assert times("六点到七点") == ["T18:00", "T19:00"]
