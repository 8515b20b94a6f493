"""Which events are wanted, and leafing through them."""

import pytest

from actions.event_filter import EventFilter, browsing
from tests.conftest import WEDNESDAY


@pytest.mark.parametrize(
    "text", ["还有吗", "还有吗？", "换一批", "换一个", "还有别的活动吗", "有没有其他的", "下一页", "再来几个"]
)
def test_a_wish_for_more(text: str) -> None:
    assert browsing(text) == "more"


@pytest.mark.parametrize("text", ["更早的", "有没有更早的", "早一点的", "有早一点的吗", "上一页"])
def test_a_wish_for_earlier_ones(text: str) -> None:
    assert browsing(text) == "earlier"


@pytest.mark.parametrize("text", ["晚一点的", "有没有更晚的场次"])
def test_a_wish_for_later_ones(text: str) -> None:
    assert browsing(text) == "later"


@pytest.mark.parametrize(
    "text",
    [
        "还有吗我想报体检",
        "早上有活动吗",
        "换个手机号",
        "晚会",
        "更多关于疗休养的政策在哪里看",
        "",
        "早餐",
        "还有名额吗",
    ],
)
def test_what_says_something_else_is_no_wish_to_leaf(text: str) -> None:
    assert browsing(text) is None


def test_leafing_goes_by_pages_where_no_day_was_asked_for() -> None:
    wanted = EventFilter(kind="相亲")

    assert wanted.leafed("more", WEDNESDAY).page == 1
    assert wanted.leafed("later", WEDNESDAY).page == 1
    assert wanted.leafed("earlier", WEDNESDAY).page == -1


def test_earlier_and_later_than_a_day_are_the_days_around_it() -> None:
    wanted = EventFilter(kind="相亲", dates="2026-11-25", page=2)

    assert wanted.leafed("earlier", WEDNESDAY) == EventFilter(kind="相亲", dates="2026-11-18/2026-11-24")
    assert wanted.leafed("later", WEDNESDAY).dates.startswith("2026-11-26/")


def test_another_kind_leaves_the_one_event_but_another_day_does_not() -> None:
    wanted = EventFilter(kind="乒乓球", event_id="court")

    assert wanted.narrowed(EventFilter(dates="2026-11-25")).event_id == "court"
    assert wanted.narrowed(EventFilter(kind="相亲")).event_id == ""


@pytest.mark.parametrize(
    ("text", "later"),
    [("周三的相亲", "2026-11-25"), ("星期三", "2026-11-25"), ("下周三的相亲", None), ("11月18日", None)],
)
def test_a_bare_weekday_may_mean_the_next_one(text: str, later: str | None) -> None:
    found = EventFilter(dates="2026-11-18").week_later(text)

    assert (found.dates if found else None) == later
