"""Who may sign up, and until when one may cancel: data and the time in, None (yes) or Refused out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from union.events.models import Booking, Event
from union.wording import day_and_time

Reason = Literal[
    "unknown",  # no such event, or no such booking of this member
    "called_off",
    "past",  # it has begun
    "not_open",  # detail: when sign-up opens
    "closed",  # detail: when it closed
    "too_few",  # less than one place asked for
    "too_many",  # detail: how many a member may take
    "full",  # detail: how many places are left (fewer than asked for)
    "already",  # detail: the code of the booking that stands
    "already_cancelled",
    "bad_name",
    "bad_phone",
]


@dataclass(frozen=True)
class Refused:
    """A "no" and the rule behind it. `detail` is the fact to put into the sentence, ready to read; may be empty."""

    reason: Reason
    detail: str = ""


def may_sign_up(event: Event, now: datetime, places: int, standing: Booking | None = None) -> Refused | None:
    """Whether `places` can be asked for now. None means yes, as far as the numbers read with the event tell.

    `standing` is the member's live booking of this event, if there is one.
    """
    if event.status == "called_off":
        return Refused("called_off")
    if standing is not None:
        return Refused("already", standing.code)
    return _in_time(event, now) or _enough(event, places)


def may_cancel(event: Event, now: datetime) -> Refused | None:
    """A booking can be cancelled until the event begins."""
    return Refused("past", day_and_time(event.starts_at)) if event.starts_at <= now else None


def _in_time(event: Event, now: datetime) -> Refused | None:
    if event.starts_at <= now:
        return Refused("past", day_and_time(event.starts_at))
    if now < event.sign_up_opens:
        return Refused("not_open", day_and_time(event.sign_up_opens))
    if event.sign_up_closes <= now:
        return Refused("closed", day_and_time(event.sign_up_closes))
    return None


def _enough(event: Event, places: int) -> Refused | None:
    if places < 1:
        return Refused("too_few")
    if places > event.places_per_member:
        return Refused("too_many", str(event.places_per_member))
    return Refused("full", str(event.left)) if places > event.left else None
