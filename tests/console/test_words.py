"""Times in the words of the desk, always in Shanghai."""

from datetime import UTC, datetime, timedelta

import pytest

from console.words import clock_time, day, duration

NOW = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai


def test_times_are_told_in_shanghai() -> None:
    assert clock_time(NOW) == "23:30"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (NOW, "今天"),
        (NOW - timedelta(hours=24), "昨天"),
        (NOW + timedelta(hours=1), "11月19日 星期四"),
        (datetime(2025, 12, 31, 20, tzinfo=UTC), "1月1日 星期四"),
        (datetime(2025, 12, 31, 3, tzinfo=UTC), "2025年12月31日 星期三"),
    ],
)
def test_a_day_is_told_as_people_say_it(moment: datetime, told: str) -> None:
    assert day(moment, NOW) == told


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(-5, "刚刚"), (0.5, "刚刚"), (5, "5 分钟"), (60, "1 小时"), (130, "2 小时 10 分"), (60 * 24 * 3, "3 天")],
)
def test_a_wait_is_told_in_round_units(minutes: float, told: str) -> None:
    assert duration(timedelta(minutes=minutes)) == told
