"""When a notice may go out, and what follows from how a sending ended (union/notices/rules.py)."""

from datetime import datetime, time, timedelta

import pytest

from base.clock import SHANGHAI
from base.limits import Limits
from union.notices.kinds import Manners, all_kinds, manners
from union.notices.rules import Ended, PutOff, after_sending, burst, rates, send_at
from union.notices.sender import Outcome

LIMITS = Limits()
PATIENT, URGENT = Manners(name="提醒"), Manners(name="确认", urgent=True)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(18, 21, 59), at(18, 21, 59)),
        (at(18, 22), at(19, 7, 30)),
        (at(18, 23, 59), at(19, 7, 30)),
        (at(19, 0), at(19, 7, 30)),
        (at(19, 7, 29), at(19, 7, 30)),
        (at(19, 7, 30), at(19, 7, 30)),
    ],
)
def test_a_patient_notice_waits_for_the_morning(now: datetime, expected: datetime) -> None:
    assert send_at(PATIENT, now, now, LIMITS) == expected


def test_an_urgent_notice_goes_at_once_also_at_night() -> None:
    assert send_at(URGENT, at(18, 23), at(18, 23), LIMITS) == at(18, 23)


def test_what_is_useless_in_the_morning_goes_at_once() -> None:
    assert send_at(PATIENT, at(18, 23), at(18, 23), LIMITS, expires=at(19, 7)) == at(18, 23)
    assert send_at(PATIENT, at(18, 23), at(18, 23), LIMITS, expires=at(19, 8)) == at(19, 7, 30)


def test_a_time_to_come_counts_and_a_time_gone_by_is_now() -> None:
    assert send_at(PATIENT, at(19, 23), at(18, 12), LIMITS) == at(20, 7, 30)
    assert send_at(PATIENT, at(17, 23), at(18, 12), LIMITS) == at(18, 12)


def test_quiet_hours_may_lie_within_a_day_or_be_switched_off() -> None:
    noon = Limits(quiet_from=time(12), quiet_until=time(14))
    never = Limits(quiet_from=time(0), quiet_until=time(0))

    assert send_at(PATIENT, at(18, 13), at(18, 13), noon) == at(18, 14)
    assert send_at(PATIENT, at(18, 23), at(18, 23), noon) == at(18, 23)
    assert send_at(PATIENT, at(18, 23), at(18, 23), never) == at(18, 23)


def after(outcome: Outcome, tries: int = 1, expires: datetime | None = None) -> PutOff | Ended:
    return after_sending(outcome, URGENT, tries, expires, at(18, 10), LIMITS)


@pytest.mark.parametrize("state", ["sent", "failed", "unknown"])
def test_only_later_is_tried_again(state: str) -> None:
    assert after(Outcome(state, "因为")) == Ended(state, "因为")  # type: ignore[arg-type]


def test_the_wait_grows_up_to_an_hour() -> None:
    steps = [after(Outcome("later", wait=20 * MINUTE), tries) for tries in (1, 2, 3, 4)]

    assert [step.due - at(18, 10) for step in steps if isinstance(step, PutOff)] == [
        20 * MINUTE,
        40 * MINUTE,
        HOUR,
        HOUR,
    ]


def test_a_longer_wait_of_the_platform_is_taken_as_it_is() -> None:
    assert after(Outcome("later", "额度用完", wait=14 * HOUR), tries=3) == PutOff(at(19, 0), "额度用完")


def test_the_last_try_fails_and_what_would_be_too_late_expires() -> None:
    assert after(Outcome("later", "忙"), tries=URGENT.tries) == Ended("failed", "试了6次没有送出：忙")
    assert after(Outcome("later", "忙", wait=HOUR), expires=at(18, 11)) == Ended("expired", "到期前没能送出：忙")


def test_a_patient_retry_keeps_the_quiet_hours() -> None:
    step = after_sending(Outcome("later", wait=HOUR), PATIENT, 1, None, at(18, 21, 30), LIMITS)

    assert step == PutOff(at(19, 7, 30), "")


@pytest.mark.parametrize("a_minute", [2, 59, 60, 600, 601])
def test_the_rates_never_exceed_what_is_allowed(a_minute: int) -> None:
    both = rates(Limits(notices_a_minute=a_minute))
    limit, seconds = burst(both.single)

    assert both.single + both.broadcast == a_minute
    assert 0 < limit * 60 / seconds <= both.single


def test_every_kind_has_a_name_and_an_unknown_one_is_patient() -> None:
    assert all(kind.name for kind in all_kinds().kinds.values())
    assert manners("events.booked").urgent
    assert not manners("something.new").urgent
