"""How far a session and an event have come: by the rule, and the same for the database. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, func, or_

from union.events.meeting import Meeting
from union.events.models import Event, EventSession

Stage = Literal["draft", "soon", "open", "closed", "running", "over", "called_off"]
# The stage of an event with several sessions is the first of these that one of them is in.
_FIRST: tuple[Stage, ...] = ("draft", "running", "open", "soon", "closed", "over", "called_off")


def stage_of(meeting: Meeting, now: datetime) -> Stage:
    """How far one session has come."""
    if meeting.status == "draft":
        return "draft"
    if meeting.status == "called_off":
        return "called_off"
    if meeting.status == "over" or meeting.ends_at <= now:
        return "over"
    if meeting.starts_at <= now:
        return "running"
    if now < meeting.sign_up_opens:
        return "soon"
    return "open" if now < meeting.sign_up_closes else "closed"


def stage_of_all(sessions: Sequence[Meeting], now: datetime) -> Stage:
    """How far an event has come."""
    stages = {stage_of(one, now) for one in sessions}
    return next(stage for stage in _FIRST if stage in stages)


def taken_of(meeting: Meeting) -> tuple[int, int]:
    """Places taken and all, of those that count everybody, with those handed to branch unions."""
    everybody = [quota for quota in meeting.quotas if quota.who == "total"] or list(meeting.quotas)
    handed = [quota for quota in meeting.quotas if quota.who.startswith("allotted:")]
    counted = [*everybody, *(quota for quota in handed if quota not in everybody)]
    return sum(quota.taken for quota in counted), sum(quota.capacity for quota in counted)


def of_stage(stage: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The same as `stage_of`, for the database."""
    if stage == "draft":
        return (Event.status == "draft",)
    if stage == "called_off":
        return (or_(Event.status == "called_off", EventSession.status == "called_off"),)
    stands = and_(Event.status == "open", EventSession.status != "called_off")
    if stage == "over":
        return (Event.status != "draft", Event.status != "called_off", EventSession.status != "called_off",
                or_(EventSession.status == "over", EventSession.ends_at <= now))  # fmt: skip
    to_come = and_(stands, EventSession.status == "open", EventSession.ends_at > now)
    if stage == "":
        return (or_(Event.status == "draft", to_come),)
    if stage == "running":
        return (to_come, EventSession.starts_at <= now)
    opens = func.coalesce(EventSession.sign_up_opens, Event.sign_up_opens)
    closes = func.coalesce(EventSession.sign_up_closes, Event.sign_up_closes)
    before = (to_come, EventSession.starts_at > now)
    if stage == "soon":
        return (*before, opens > now)
    return (*before, opens <= now, closes > now if stage == "open" else closes <= now)
