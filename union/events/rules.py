"""Who may sign up, and until when one may cancel: data and the time in, None (yes) or Refused out."""

from datetime import datetime, timedelta

from base.clock import to_shanghai
from union.events.meeting import Meeting
from union.events.person import Person
from union.events.refusal import Reason, Refused
from union.events.terms import EventRules, Priority
from union.excursions import priority
from union.wording import day_and_time

__all__ = ["Reason", "Refused", "fits", "may_cancel", "may_sign_up", "rank_of", "scope_of"]

YOUNGEST, OLDEST = 14, 110  # years; what lies outside is a slip of the pen
_GENDERS = {"male": "男", "female": "女"}


def scope_of(rules: EventRules, kind: str, event_id: str, session_id: str, starts_at: datetime) -> str:
    """What a member may have one live booking of. Cycles are counted in calendar years, the same for everybody."""
    year = to_shanghai(starts_at).year
    if rules.once_per == "session":
        return session_id
    if rules.once_per == "event":
        return event_id
    years = 1 if rules.once_per == "year" else rules.cycle_years
    return f"{kind}:{years}:{year - year % years}"


def may_sign_up(
    meeting: Meeting, now: datetime, places: int, standing: str | None = None, *, check_left: bool = True
) -> Refused | None:
    """Whether `places` can be asked for now, whoever asks. None means yes, as far as the numbers read with it tell.

    `standing` is the code of the member's live booking in the meeting's scope, if there is one.
    """
    if meeting.status != "open":
        return Refused("called_off" if meeting.status == "called_off" else "unknown")
    if standing is not None:
        return Refused("already", standing)
    return _in_time(meeting, now) or _number(meeting, places) or (_enough(meeting, places) if check_left else None)


def fits(meeting: Meeting, person: Person, now: datetime) -> Refused | None:
    """Whether the event is for this person. A fact that is needed and not known is asked for, by `needs`."""
    rules = meeting.rules
    if rules.members_only and not person.member:
        return Refused("members_only")
    return (
        _gender(rules, person)
        or _single(rules, person)
        or _age(meeting, person, now)
        or _of_union(rules, person)
        or _one_of("district", rules.districts, person.district)
        or _frontline(meeting, person, now)
        or priority.window(meeting, person, now)
        or _facts_of_quotas(meeting, person)
    )


def may_cancel(meeting: Meeting, now: datetime) -> Refused | None:
    """A booking can be cancelled until the event begins, or some hours before where its policy says so."""
    if meeting.starts_at <= now:
        return Refused("past", day_and_time(meeting.starts_at))
    if is_late(meeting, now) and not meeting.policy.late_cancel_counts:
        return Refused("too_late", day_and_time(_last_moment(meeting)))
    return None


def is_late(meeting: Meeting, now: datetime) -> bool:
    """Whether cancelling now is late by the event's policy."""
    return now > _last_moment(meeting)


def rank_of(meeting: Meeting, person: Person) -> int:
    """Which part of the queue one waits in: 0 before 1."""
    if meeting.rules.priority != Priority():
        return priority.rank(meeting.rules, person)
    return int(bool(meeting.rules.frontline_first_hours) and not person.frontline)


def _last_moment(meeting: Meeting) -> datetime:
    return meeting.starts_at - timedelta(hours=meeting.policy.cancel_hours)


def _in_time(meeting: Meeting, now: datetime) -> Refused | None:
    if meeting.starts_at <= now:
        return Refused("past", day_and_time(meeting.starts_at))
    if now < meeting.sign_up_opens:
        return Refused("not_open", day_and_time(meeting.sign_up_opens))
    if meeting.sign_up_closes <= now:
        return Refused("closed", day_and_time(meeting.sign_up_closes))
    return None


def _number(meeting: Meeting, places: int) -> Refused | None:
    if places < 1:
        return Refused("too_few")
    return Refused("too_many", str(meeting.places_per_member)) if places > meeting.places_per_member else None


def _enough(meeting: Meeting, places: int) -> Refused | None:
    if meeting.way == "lottery" or places <= meeting.left:
        return None
    return Refused("full", str(meeting.left), may_wait=meeting.policy.waitlist)


def _gender(rules: EventRules, person: Person) -> Refused | None:
    if rules.gender is None or rules.gender == person.gender:
        return None
    return Refused("gender", _GENDERS[rules.gender]) if person.gender else Refused("needs", "gender")


def _single(rules: EventRules, person: Person) -> Refused | None:
    if not rules.single_only or person.single:
        return None
    return Refused("needs", "single") if person.single is None else Refused("single_only")


def _age(meeting: Meeting, person: Person, now: datetime) -> Refused | None:
    """By the year of birth, on the day of the event, as sign-up sheets do."""
    low, high = meeting.rules.min_age, meeting.rules.max_age
    born, this_year = person.birth_year, to_shanghai(now).year
    if born is not None and not this_year - OLDEST <= born <= this_year - YOUNGEST:
        return Refused("bad_age", str(born))
    if low is None and high is None:
        return None
    if born is None:
        return Refused("needs", "birth_year")
    age = to_shanghai(meeting.starts_at).year - born
    return None if (low or 0) <= age <= (high or OLDEST) else Refused("age", age_range(low, high))


def age_range(low: int | None, high: int | None) -> str:
    """22—45岁, 45岁及以下; empty where there are no bounds."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"{high}岁及以下"
    return f"{low}岁及以上" if high is None else f"{low}—{high}岁"


def _of_union(rules: EventRules, person: Person) -> Refused | None:
    """What is for a union is for those of the unions below it."""
    return None if not person.unions.isdisjoint(rules.unions) else _one_of("union", rules.unions, person.union)


def _one_of(fact: Reason, wanted: tuple[str, ...], given: str | None) -> Refused | None:
    if not wanted or given in wanted:
        return None
    return Refused("needs", fact) if given is None else Refused(fact, "、".join(wanted))


def _frontline(meeting: Meeting, person: Person, now: datetime) -> Refused | None:
    hours = meeting.rules.frontline_first_hours
    opens_for_all = meeting.sign_up_opens + timedelta(hours=hours)
    if not hours or person.frontline:
        return None
    if person.frontline is None:
        return Refused("needs", "frontline")
    return Refused("frontline_first", day_and_time(opens_for_all)) if now < opens_for_all else None


def _facts_of_quotas(meeting: Meeting, person: Person) -> Refused | None:
    facts = {"men": "gender", "women": "gender", "union": "union", "district": "district"}
    facts |= {"branch": "branch", "allotted": "branch"}
    for quota in meeting.quotas:
        fact = facts.get(quota.who.partition(":")[0])
        if fact and getattr(person, fact) is None:
            return Refused("needs", fact)
    return None
