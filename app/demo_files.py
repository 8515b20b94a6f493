"""The file of demo data: its shape, and rows made from it relative to a day."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML

from base.clock import SHANGHAI, to_shanghai
from base.errors import UserError
from union.events.files import EventEntry, read_event
from union.excursions.terms import EntitlementTerms


class Entry(BaseModel):
    """Nothing but what is declared."""

    model_config = ConfigDict(extra="forbid")


class Hours(Entry):
    """From and to, in Shanghai time."""

    starts: time = Field(alias="from")
    ends: time = Field(alias="to")


class When(Hours):
    """The `nth` such weekday after the day of loading (Monday is 1), for `days` days."""

    weekday: int = Field(ge=1, le=7)
    nth: int = Field(ge=1)
    days: int = Field(1, ge=1)


class DemoSession(Entry):
    """A session; `quotas` by who they are for; hours count back from its beginning."""

    id: str
    title: str = ""
    when: When
    closes_hours_before: int = Field(1, ge=0)
    quotas: dict[str, int]
    min_group: int | None = None
    group_hours_before: int | None = None
    full: bool = False


class DemoEvent(Entry):
    """An event whose sign-up is open from the moment of loading."""

    id: str
    title: str
    kind: str
    city: str
    district: str = ""
    place: str
    organiser: str
    description: str
    pictures: list[str] = []
    way: str = "first_come"
    rules: dict[str, Any] = {}
    policy: dict[str, Any] = {}
    questions: list[dict[str, Any]] = []
    sessions: list[DemoSession]


class AccountEntry(Entry):
    name: str
    role: Literal["agent", "lawyer", "editor", "organiser", "admin"]


class DemoFile(Entry):
    events: list[DemoEvent]
    entitlements: dict[str, EntitlementTerms] = {}
    staff: list[AccountEntry]


F = TypeVar("F", bound=BaseModel)


def read_demo_file(path: Path) -> DemoFile:
    """As `read_checked`: the file of events and accounts."""
    return read_checked(path, DemoFile)


def read_checked(path: Path, shape: type[F]) -> F:
    """A file of demo data, checked.

    Raises:
        UserError: a field is wrong; the line names the file and the field.
    """
    content: Any = YAML(typ="safe").load(path)
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def dated(event: DemoEvent, now: datetime) -> EventEntry:
    """The event with the dates it has when it is loaded now.

    Raises:
        UserError: rules, policy or questions are wrong.
    """
    sessions = [_dated_session(session, now) for session in event.sessions]
    closes = max(session["sign_up_closes"] for session in sessions)
    plain = event.model_dump(exclude={"sessions"})
    entry = read_event(plain | {"sessions": sessions, "sign_up_opens": now, "sign_up_closes": closes})
    if isinstance(entry, str):
        raise UserError(f"{event.id}: {entry}")
    return entry


def _dated_session(session: DemoSession, now: datetime) -> dict[str, Any]:
    first = _nth_weekday_after(to_shanghai(now).date(), session.when.weekday, session.when.nth)
    starts = datetime.combine(first, session.when.starts, SHANGHAI)
    ends = datetime.combine(first + timedelta(days=session.when.days - 1), session.when.ends, SHANGHAI)
    dates = {"starts_at": starts, "ends_at": ends, "min_group": session.min_group}
    if session.group_hours_before is not None:
        dates["group_deadline"] = starts - timedelta(hours=session.group_hours_before)
    closes = starts - timedelta(hours=session.closes_hours_before)
    return {"id": session.id, "title": session.title, "quotas": session.quotas, "sign_up_closes": closes, **dates}


def _nth_weekday_after(today: date, weekday: int, nth: int) -> date:
    ahead = (weekday - today.isoweekday() - 1) % 7 + 1
    return today + timedelta(days=ahead + 7 * (nth - 1))
