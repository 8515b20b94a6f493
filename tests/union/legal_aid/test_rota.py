"""From the weekly rota to slots of thirty minutes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from base.clock import SHANGHAI
from union.legal_aid.calendar import rota_weekday
from union.legal_aid.rota import Away, Shift, nearest, slots

THURSDAY = date(2026, 11, 19)
MORNING = Shift("wang", 3, time(9), time(11, 30))
AFTERNOON = Shift("wang", 3, time(14), time(17))


def test_a_shift_is_cut_into_slots_of_shanghai_time() -> None:
    found = slots([AFTERNOON, MORNING], THURSDAY, 1, date.weekday)

    times = [f"{slot.starts_at:%H:%M}" for slot in found]
    assert " ".join(times) == ("09:00 09:30 10:00 10:30 11:00 14:00 14:30 15:00 15:30 16:00 16:30")
    assert found[0].starts_at == datetime(2026, 11, 19, 9, tzinfo=SHANGHAI)
    assert {slot.ends_at - slot.starts_at for slot in found} == {timedelta(minutes=30)}


def test_only_the_rotas_weekday_counts_and_only_working_days() -> None:
    assert {slot.starts_at.date() for slot in slots([MORNING], THURSDAY, 14, date.weekday)} == {
        THURSDAY,
        THURSDAY + timedelta(days=7),
    }
    free = slots([MORNING], THURSDAY, 14, lambda day: None if day == THURSDAY else day.weekday())
    assert free[0].starts_at.date() == THURSDAY + timedelta(days=7)
    assert slots([MORNING], THURSDAY + timedelta(days=1), 6, date.weekday) == []


def test_a_rest_that_is_too_short_is_no_slot() -> None:
    assert len(slots([Shift("wang", 3, time(9), time(9, 50))], THURSDAY, 1, date.weekday)) == 1


def test_the_nearest_slots_are_given_in_order() -> None:
    found = slots([MORNING], THURSDAY, 1, date.weekday)

    near = nearest(found, datetime(2026, 11, 19, 10, 10, tzinfo=SHANGHAI))

    assert [f"{slot.starts_at:%H:%M}" for slot in near] == ["09:30", "10:00", "10:30"]


def on(days: list[date], shift: Shift, **more: Any) -> list[date]:
    """On which of these days somebody sits."""
    return [day for day in days if slots([shift], day, 1, rota_weekday, **more)]


NOVEMBER = [date(2026, 11, 1) + timedelta(days=ahead) for ahead in range(30)]
OCTOBER = [date(2026, 10, 1) + timedelta(days=ahead) for ahead in range(31)]


def test_a_monthly_shift_takes_place_on_its_one_day() -> None:
    first = Shift("wang", 2, time(9), time(10), nth=1)
    last = Shift("wang", 4, time(9), time(10), nth=-1)
    fifth = Shift("wang", 0, time(9), time(10), nth=5)

    assert on(NOVEMBER, first) == [date(2026, 11, 4)]
    assert on(NOVEMBER, last) == [date(2026, 11, 27)]
    assert on(NOVEMBER, fifth) == [date(2026, 11, 30)]
    assert on(OCTOBER, first) == []  # the first Wednesday is a holiday, and the day that makes up for it is none


def test_a_shift_of_one_day_takes_place_on_a_holiday_too() -> None:
    once = Shift("wang", None, time(9), time(10), day=date(2026, 10, 1))

    assert on(OCTOBER, once) == [date(2026, 10, 1)]


def test_on_a_working_saturday_sits_whose_day_it_makes_up_for() -> None:
    wednesdays = Shift("wang", 2, time(9), time(10))
    saturdays = Shift("li", 5, time(9), time(10))

    assert date(2026, 10, 10) in on(OCTOBER, wednesdays)
    assert date(2026, 10, 7) not in on(OCTOBER, wednesdays)
    assert on(OCTOBER, saturdays) == [date(2026, 10, 17), date(2026, 10, 24), date(2026, 10, 31)]


def away(since: int, until: int, substitute_id: str | None = None, lawyer_id: str = "wang") -> Away:
    """Between two hours of that Thursday."""
    times = [datetime.combine(THURSDAY, time(hour), SHANGHAI) for hour in (since, until)]
    return Away(lawyer_id, times[0], times[1], substitute_id)


def test_a_leave_takes_slots_away_or_gives_them_to_the_substitute() -> None:
    def sitting(*leaves: Away, rota: Sequence[Shift] = (MORNING,)) -> list[str]:
        found = slots(rota, THURSDAY, 1, rota_weekday, away=leaves)
        return [f"{slot.starts_at:%H:%M} {slot.lawyer_id}" for slot in found]

    assert sitting(away(0, 23)) == []
    assert sitting(away(0, 10)) == ["10:00 wang", "10:30 wang", "11:00 wang"]
    assert sitting(away(10, 23, "li"))[1:3] == ["09:30 wang", "10:00 li"]
    assert sitting(away(0, 23, "li"), away(10, 11, None, "li")) == ["09:00 li", "09:30 li", "11:00 li"]
    both = sitting(away(0, 23, "li"), rota=[MORNING, Shift("li", 3, time(9), time(10))])
    assert both == ["09:00 li", "09:30 li", "10:00 li", "10:30 li", "11:00 li"]  # nobody sits twice


def test_a_closed_window_has_no_slots_that_day_and_others_have() -> None:
    here, there = Shift("wang", 3, time(9), time(10), window_id="a"), Shift("li", 3, time(9), time(10), window_id="b")

    found = slots([here, there], THURSDAY, 1, rota_weekday, closed={("a", THURSDAY)})

    assert {slot.lawyer_id for slot in found} == {"li"}
    once = Shift("wang", None, time(9), time(10), day=THURSDAY, window_id="a")
    assert slots([once], THURSDAY, 1, rota_weekday, closed={("a", THURSDAY)}) == []
