"""Whether a round takes an application, and from whom. Pure: data and `now` in, a decision out."""

from dataclasses import dataclass
from datetime import datetime

from union.applications.kinds import Kind
from union.applications.models import ApplicationRound
from union.wording import day_and_time


@dataclass(frozen=True)
class Refused:
    """An expected no. `detail` is what the reason speaks of; `instead`: kinds that may fit."""

    reason: str
    detail: str = ""
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Applicant:
    """What the roster says of who applies. `own`: a member of the round's union, or of one allied with it."""

    bound: bool = False
    own: bool = False
    company: str = ""
    name: str = ""
    phone: str = ""


def taking(one: ApplicationRound, now: datetime) -> Refused | None:
    """Why the round takes nothing (more): too early, too late, or everything is granted."""
    if now < one.opens_at:
        return Refused("not_open", day_and_time(one.opens_at))
    if now >= one.closes_at:
        return Refused("over", day_and_time(one.closes_at))
    if one.quota is not None and one.granted >= one.quota:
        return Refused("quota_used", str(one.quota))
    if one.budget_yuan is not None and one.spent_yuan >= one.budget_yuan:
        return Refused("budget_used", str(one.budget_yuan))
    return None


def may(kind: Kind, one: ApplicationRound, who: Applicant) -> Refused | None:
    """Why this person cannot apply, as far as the roster knows."""
    if kind.bound == "not":
        return Refused("member_already") if who.bound else None
    if not who.bound:
        return Refused("needs_binding") if kind.bound == "required" and not one.open_to_unbound else None
    if one.union_id and not who.own:
        return Refused("other_union", one.union_name)
    return None


def scope_of(kind: Kind, one: ApplicationRound) -> str:
    """Within which a member has one live application."""
    scopes = {"round": f"round:{one.id}", "year": f"{kind.id}:{one.period}", "ever": kind.id}
    return scopes[kind.once_per]


def must_differ(first: str | None, now: str) -> bool:
    """Whether an appeal cannot be decided by this member of staff: they took the first decision."""
    return first is not None and first == now
