"""A sign-up on its way to a seat: as it was asked for, and as the rules let it through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from union.events.details import as_json, check_details
from union.events.look import Sight
from union.events.person import NOBODY, Person
from union.events.quotas import counting
from union.events.refusal import Refused
from union.events.rules import fits, may_sign_up, rank_of
from union.members.rules import mobile_phone, person_name
from union.wording import day_and_time


@dataclass(frozen=True)
class Asked:
    """What a member asks for: the arguments of `sign_up`."""

    member_id: str
    session_id: str
    places: int
    name: str
    phone: str
    key: str
    now: datetime
    person: Person = NOBODY
    answers: Mapping[str, Any] = field(default_factory=dict)
    companions: Sequence[str] = ()
    wait: bool = False


@dataclass(frozen=True)
class Wanted:
    """A sign-up that the rules let through. `contact`: name, phone, details."""

    member_id: str
    places: int
    key: str
    now: datetime
    contact: dict[str, Any]
    quota_ids: list[int] = field(default_factory=list)
    rank: int = 0


def wanted_of(sight: Sight, asked: Asked) -> Wanted | Refused:
    """What is to be booked, or which rule stands in the way."""
    event, person, now = sight.meeting, asked.person, asked.now
    name, phone = person_name(asked.name), mobile_phone(asked.phone)
    if name is None or phone is None:
        return Refused("bad_name" if name is None else "bad_phone")
    details = check_details(event, asked.answers, asked.companions, asked.places)
    in_the_way = closed_to(sight, asked.places, now)
    if isinstance(details, Refused):
        return in_the_way or details
    refused = in_the_way or fits(event, person, now) or barred(sight)
    if refused is not None:
        return refused
    contact = {"name": name, "phone": phone, "details": as_json(details)}
    quota_ids = counting(event.quotas, person)
    return Wanted(asked.member_id, asked.places, asked.key, now, contact, quota_ids, rank_of(event, person))


def closed_to(sight: Sight, places: int, now: datetime) -> Refused | None:
    """What stands in the way whoever asks. A hold of one's own does not."""
    standing = sight.standing if sight.standing and sight.standing.status != "held" else None
    return may_sign_up(sight.meeting, now, places, standing.code if standing else None, check_left=False)


def barred(sight: Sight) -> Refused | None:
    """Until when, and why."""
    if sight.barred_until is None:
        return None
    return Refused("barred", f"{day_and_time(sight.barred_until)}，{sight.bar_reason}")
