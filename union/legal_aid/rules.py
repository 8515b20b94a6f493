"""What a booking must be like: data and the time in, None (yes) or a reason out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from union.legal_aid.calendar import is_holiday
from union.legal_aid.intake import LONGEST_STORY
from union.legal_aid.models import TOPICS
from union.legal_aid.refusal import Reason, Refused
from union.legal_aid.rota import Away
from union.legal_aid.services import TOPIC_OF, WAY_NAMES, Way
from union.members.rules import mobile_phone, person_name

LONGEST_DESCRIPTION = LONGEST_STORY
DAYS_AHEAD = 60


def check_request(
    start: datetime, topic: str, description: str, now: datetime, service: str = "legal"
) -> Reason | None:
    """Whether what was asked for can be asked for at all; whether the slot is free is the database's word.

    Counselling needs no story, and its topic is always the same.
    """
    if start <= now:
        return "past"
    if topic not in (TOPICS if service == "legal" else (*TOPICS, TOPIC_OF[service])):
        return "bad_topic"
    if len(description.strip()) > LONGEST_DESCRIPTION:
        return "too_long"
    return "bad_description" if service != "counselling" and not description.strip() else None


def check_contact(name: str, phone: str) -> tuple[str, str] | Reason:
    """Name and phone as they are kept."""
    clean_name, clean_phone = person_name(name), mobile_phone(phone)
    if clean_name is None:
        return "bad_name"
    return "bad_phone" if clean_phone is None else (clean_name, clean_phone)


def check_way(way: str | None, offered: Sequence[Way]) -> Way | Refused:
    """How they will talk: what was asked for, or the usual way."""
    if way is None:
        return offered[0]
    if way in offered:
        return next(one for one in offered if one == way)
    return Refused("no_such_way", detail="或".join(WAY_NAMES[one] for one in offered))


def why_nobody_sits(day: date, closed: str | None, away: Sequence[Away], start: datetime) -> tuple[Reason, str]:
    """Why there is no slot at that time: reason and detail. `closed`: why the window is closed, if it is."""
    if closed is not None:
        return "closed", closed
    if is_holiday(day):
        return "holiday", f"{day.month}月{day.day}日"
    if any(leave.since <= start < leave.until for leave in away):
        return "on_leave", ""
    return "no_such_slot", ""


def may_change(status: str, starts_at: datetime, moves: int, max_changes: int, now: datetime) -> Refused | None:
    """Whether the member may move an appointment; one whose lawyer is away always, and it counts for nothing."""
    if status == "displaced":
        return None
    if status != "booked":
        return Refused("already_cancelled" if status == "cancelled" else "not_booked")
    if starts_at <= now:
        return Refused("past")
    return Refused("too_many_changes", detail=f"{max_changes}次") if moves >= max_changes else None


def overlap(starts: datetime, ends: datetime, other_starts: datetime, other_ends: datetime) -> bool:
    return starts < other_ends and other_starts < ends


def latest_answer(now: datetime, starts_at: datetime, hours: int) -> datetime:
    """Until when an offered slot is kept: some hours, but not into the last two before it begins."""
    return min(now + timedelta(hours=hours), starts_at - timedelta(hours=2))
