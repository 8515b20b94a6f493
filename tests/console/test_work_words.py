"""What pages of work say, apart from any page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from console.appointments.absences import moment
from console.appointments.days import read_day
from console.appointments.words import effect, why_not
from console.words import waited
from union.legal_aid.outcomes import Displaced
from union.legal_aid.refusal import Refused

MIDNIGHT = datetime(2026, 11, 18, 16, tzinfo=UTC)  # 19 November in Shanghai


@pytest.mark.parametrize(
    ("done", "says"),
    [
        (Displaced(0, 0), ["不影响任何会员"]),
        (Displaced(2, 0), ["2 个预约由接替的人接手"]),
        (Displaced(1, 3), ["1 个预约由接替的人接手", "3 个预约要另约时间"]),
    ],
)
def test_the_effect_counts_those_it_meets(done: Displaced, says: list[str]) -> None:
    assert all(words in effect(done) for words in says)


def test_a_refusal_names_what_it_speaks_of_and_an_unforeseen_one_is_a_sentence_too() -> None:
    assert why_not(Refused("not_anonymous", detail="手机号")) == "里面还能看出是谁（手机号），请改掉再提交。"
    assert why_not(Refused("no_level")) == "现在不能这样处理。"


def test_the_last_day_of_a_leave_counts_in() -> None:
    assert moment(MIDNIGHT) == "11月19日"
    assert moment(MIDNIGHT + timedelta(days=1), is_end=True) == "11月19日"
    assert moment(MIDNIGHT + timedelta(hours=9)) == "11月19日 09:00"


@pytest.mark.parametrize("text", [None, "", "2026-13-01", "20", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_none(text: str | None) -> None:
    assert read_day(text) is None


def test_a_day_is_read() -> None:
    assert read_day("2026-11-19") == date(2026, 11, 19)


def test_a_wait_begins_at_once() -> None:
    assert (waited(timedelta(seconds=5)), waited(timedelta(minutes=5))) == ("刚刚进来", "已等 5 分钟")
