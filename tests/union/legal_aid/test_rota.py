"""From the weekly rota to slots of thirty minutes."""

from datetime import date, datetime, time, timedelta

from base.clock import SHANGHAI
from union.legal_aid.rota import Shift, nearest, slots

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
