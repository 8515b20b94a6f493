"""One session of an event as it is read: everything rules, replies and notices need, in one frozen value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import RowMapping

from union.events.models import Event, EventSession, Quota
from union.events.terms import EventPolicy, EventQuestion, EventRules
from union.wording import period


@dataclass(frozen=True)
class Places:
    """One quota, with the numbers it was read with."""

    id: int
    name: str
    who: str
    capacity: int
    taken: int

    @property
    def left(self) -> int:
        return self.capacity - self.taken


@dataclass(frozen=True)
class Meeting:
    """A session with its event. `id` is the session's; `place` and the sign-up window are the ones that hold."""

    id: str
    event_id: str
    event_title: str
    session_title: str
    kind: str
    city: str
    district: str
    place: str
    organiser: str
    description: str
    starts_at: datetime
    ends_at: datetime
    sign_up_opens: datetime
    sign_up_closes: datetime
    way: Literal["first_come", "lottery"]
    rules: EventRules
    questions: tuple[EventQuestion, ...]
    policy: EventPolicy
    pictures: tuple[str, ...]
    scope: str
    min_group: int | None
    group_deadline: datetime | None
    status: Literal["draft", "open", "called_off", "over"]
    demo: bool
    quotas: tuple[Places, ...] = ()

    @property
    def title(self) -> str:
        """疗休养（演示）·第一批, or the event's title where there is only one session."""
        return f"{self.event_title}·{self.session_title}" if self.session_title else self.event_title

    @property
    def when(self) -> str:
        return period(self.starts_at, self.ends_at)

    @property
    def left(self) -> int:
        """How many places are left in the quotas that count everybody, when this was read."""
        everybody = [quota.left for quota in self.quotas if quota.who == "total"]
        return min(everybody or [quota.left for quota in self.quotas], default=0) + self.allotted_left

    @property
    def allotted_left(self) -> int:
        """How many of the places handed to branch unions are left; they are not among the others."""
        return sum(quota.left for quota in self.quotas if quota.who.startswith("allotted:"))

    @property
    def places_per_member(self) -> int:
        return self.rules.places_per_member


# What is read of both tables; each under a name of its own, so that rows of Core statements can be read by it.
_EVENT = ("kind", "city", "district", "organiser", "description", "way", "rules", "questions", "policy", "pictures")
COLUMNS = (
    *(getattr(Event, name) for name in _EVENT),
    Event.demo,
    Event.title.label("event_title"),
    Event.place.label("event_place"),
    Event.sign_up_opens.label("event_opens"),
    Event.sign_up_closes.label("event_closes"),
    Event.status.label("event_status"),
    EventSession.id,
    EventSession.event_id,
    EventSession.title.label("session_title"),
    EventSession.starts_at,
    EventSession.ends_at,
    EventSession.place.label("session_place"),
    EventSession.sign_up_opens.label("session_opens"),
    EventSession.sign_up_closes.label("session_closes"),
    EventSession.scope,
    EventSession.min_group,
    EventSession.group_deadline,
    EventSession.status.label("session_status"),
)
QUOTA_COLUMNS = (
    Quota.id.label("quota_id"),
    Quota.name.label("quota_name"),
    Quota.who.label("quota_who"),
    Quota.capacity,
    Quota.taken,
)
_PLAIN = (*_EVENT, "demo", "id", "event_id", "event_title", "session_title", "starts_at", "ends_at", "scope")


def meeting_of(rows: Sequence[RowMapping]) -> Meeting:
    """The meeting in rows of COLUMNS and QUOTA_COLUMNS: the same session, a row a quota (or one with none)."""
    row = rows[0]
    quotas = {r["quota_id"]: r for r in rows if r["quota_id"] is not None}
    return Meeting(
        **{name: row[name] for name in _PLAIN},
        place=row["session_place"] or row["event_place"],
        sign_up_opens=row["session_opens"] or row["event_opens"],
        sign_up_closes=row["session_closes"] or row["event_closes"],
        min_group=row["min_group"],
        group_deadline=row["group_deadline"],
        status=_status(row["event_status"], row["session_status"]),
        quotas=tuple(
            Places(
                id_, quotas[id_]["quota_name"], quotas[id_]["quota_who"], quotas[id_]["capacity"], quotas[id_]["taken"]
            )
            for id_ in sorted(quotas)
        ),
    )


def _status(event: str, session: str) -> Literal["draft", "open", "called_off", "over"]:
    """The event's word goes first: a draft has no open session."""
    return cast(Literal["draft", "open", "called_off", "over"], session if event == "open" else event)
