"""The file of demo data: its shape, and rows made from it relative to a day."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML

from base.clock import SHANGHAI, to_shanghai
from base.errors import UserError
from union.events.models import Event, Quota
from union.legal_aid.models import RotaDay


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Hours(_Entry):
    """From and to, in Shanghai time."""

    starts: time = Field(alias="from")
    ends: time = Field(alias="to")


class When(Hours):
    """The `nth` such weekday after the day of loading (Monday is 1), for `days` days."""

    weekday: int = Field(ge=1, le=7)
    nth: int = Field(ge=1)
    days: int = Field(1, ge=1)


class EventEntry(_Entry):
    id: str
    title: str
    kind: str
    city: str
    district: str = ""
    place: str
    organiser: str
    description: str
    when: When
    closes_hours_before: int = Field(ge=0)
    capacity: int = Field(ge=1)
    places_per_member: int = Field(1, ge=1)
    full: bool = False


class WindowEntry(_Entry):
    id: str
    name: str
    city: str
    district: str
    place: str
    slot_minutes: int = Field(ge=5)


class Sitting(_Entry):
    weekday: int = Field(ge=1, le=7)
    when: list[str]


class LawyerEntry(_Entry):
    id: str
    name: str
    sits: list[Sitting]


class AccountEntry(_Entry):
    name: str
    role: Literal["agent", "lawyer", "editor", "organiser", "admin"]


class DemoFile(_Entry):
    events: list[EventEntry]
    legal_window: WindowEntry
    hours: dict[str, Hours]
    lawyers: list[LawyerEntry]
    staff: list[AccountEntry]


def read_demo_file(path: Path) -> DemoFile:
    """The file, checked.

    Raises:
        UserError: a field is wrong; the line names the file and the field.
    """
    content: Any = YAML(typ="safe").load(path)
    try:
        return DemoFile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise UserError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def build_event(entry: EventEntry, now: datetime) -> Event:
    """The event with its one quota; sign-up is open from `now` on."""
    first = _nth_weekday_after(to_shanghai(now).date(), entry.when.weekday, entry.when.nth)
    starts = datetime.combine(first, entry.when.starts, SHANGHAI)
    ends = datetime.combine(first + timedelta(days=entry.when.days - 1), entry.when.ends, SHANGHAI)
    plain = entry.model_dump(exclude={"when", "closes_hours_before", "capacity", "full"})
    return Event(
        **plain,
        starts_at=starts,
        ends_at=ends,
        sign_up_opens=now,
        sign_up_closes=starts - timedelta(hours=entry.closes_hours_before),
        demo=True,
        status="open",
        quotas=[Quota(name="total", capacity=entry.capacity, taken=0)],
    )


def build_rota(file: DemoFile) -> list[RotaDay]:
    """A row a lawyer, weekday and half day."""
    return [
        RotaDay(
            lawyer_id=lawyer.id,
            weekday=sitting.weekday - 1,
            starts=file.hours[half].starts,
            ends=file.hours[half].ends,
        )
        for lawyer in file.lawyers
        for sitting in lawyer.sits
        for half in sitting.when
    ]


def _nth_weekday_after(today: date, weekday: int, nth: int) -> date:
    ahead = (weekday - today.isoweekday() - 1) % 7 + 1
    return today + timedelta(days=ahead + 7 * (nth - 1))
