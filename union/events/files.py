"""An event as a file: its shape, checked whole before anything is written, and the rows made of it."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from base.clock import SHANGHAI
from base.errors import UserError
from union.events.fair_draw import seed_hash
from union.events.models import Event, EventSession, Quota
from union.events.records import Draw
from union.events.rules import scope_of
from union.events.terms import EventPolicy, EventQuestion, EventRules, Terms

WHO = re.compile(r"total|men|women|first_timers|returning|(?:union|district|branch):.{1,50}")


class SessionEntry(Terms):
    """One session. Times without a zone are Shanghai's; `quotas`: places by who they are for (see Quota.who)."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")
    title: str = Field(default="", max_length=64)
    starts_at: datetime
    ends_at: datetime
    place: str = Field(default="", max_length=100)
    sign_up_opens: datetime | None = None
    sign_up_closes: datetime | None = None
    min_group: int | None = Field(default=None, ge=2)
    group_deadline: datetime | None = None
    quotas: dict[str, int] = Field(min_length=1)

    @field_validator("starts_at", "ends_at", "sign_up_opens", "sign_up_closes", "group_deadline")
    @classmethod
    def _in_shanghai(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=SHANGHAI) if value is not None and value.tzinfo is None else value

    @field_validator("quotas")
    @classmethod
    def _known_quotas(cls, value: dict[str, int]) -> dict[str, int]:
        for who, capacity in value.items():
            if not WHO.fullmatch(who):
                raise ValueError(f"{who}: not one of total, men, women, first_timers, returning, union:…, district:…")
            if capacity < 0:
                raise ValueError(f"{who}: fewer than no places")
        return value

    @model_validator(mode="after")
    def _times_in_order(self) -> "SessionEntry":
        if self.starts_at >= self.ends_at:
            raise ValueError("it ends before it starts")
        if (self.min_group is None) != (self.group_deadline is None):
            raise ValueError("min_group and group_deadline go together")
        if self.group_deadline is not None and self.group_deadline >= self.starts_at:
            raise ValueError("group_deadline is after the start")
        return self


class EventEntry(Terms):
    """One event with its sessions."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")
    title: str = Field(min_length=1, max_length=100)
    kind: str = Field(min_length=1, max_length=16)
    city: str = Field(min_length=1, max_length=16)
    district: str = Field(default="", max_length=16)
    place: str = Field(min_length=1, max_length=100)
    organiser: str = Field(default="", max_length=100)
    description: str = ""
    pictures: tuple[str, ...] = ()
    sign_up_opens: datetime
    sign_up_closes: datetime
    way: str = Field(default="first_come", pattern="^(first_come|lottery)$")
    rules: EventRules = EventRules()
    questions: tuple[EventQuestion, ...] = ()
    policy: EventPolicy = EventPolicy()
    sessions: tuple[SessionEntry, ...] = Field(min_length=1)

    @field_validator("sign_up_opens", "sign_up_closes")
    @classmethod
    def _in_shanghai(cls, value: datetime) -> datetime:
        return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value

    @model_validator(mode="after")
    def _makes_sense(self) -> "EventEntry":
        if self.sign_up_opens >= self.sign_up_closes:
            raise ValueError("sign-up closes before it opens")
        for what, ids in (("session", [s.id for s in self.sessions]), ("question", [q.id for q in self.questions])):
            if len(set(ids)) < len(ids):
                raise ValueError(f"two {what}s of one id")
        return self


def read_event(content: Mapping[str, Any]) -> EventEntry | str:
    """The event, or one line that says which field is wrong and how."""
    try:
        return EventEntry.model_validate(content)
    except ValidationError as error:
        return first_error(error)


def read_event_file(path: Path) -> list[EventEntry]:
    """The events of a YAML file (`events: [...]`), all checked.

    Raises:
        UserError: the file cannot be read or a field is wrong; the line names file, event and field.
    """
    try:
        content = YAML(typ="safe").load(path)
    except (YAMLError, OSError) as error:
        raise UserError(f"{path.name}: {str(error).splitlines()[0]}") from error
    entries = content.get("events") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UserError(f"{path.name}: there is no list `events`")
    events = []
    for number, entry in enumerate(entries, 1):
        event = read_event(entry)
        if isinstance(event, str):
            raise UserError(f"{path.name}: {entry.get('id') or f'event {number}'}: {event}")
        events.append(event)
    return events


def first_error(error: ValidationError) -> str:
    """rules.min_age: Input should be a valid integer"""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]


def build_event(entry: EventEntry, *, status: str = "open", demo: bool = False) -> Event:
    """The rows of an event with its sessions and quotas."""
    plain = {name: getattr(entry, name) for name in EventEntry.model_fields if name != "sessions"}
    return Event(**plain, status=status, demo=demo, sessions=[build_session(entry, one) for one in entry.sessions])


def build_session(entry: EventEntry, session: SessionEntry) -> EventSession:
    """The rows of one session."""
    plain = {name: getattr(session, name) for name in SessionEntry.model_fields if name != "quotas"}
    scope = scope_of(entry.rules, entry.kind, entry.id, session.id, session.starts_at)
    quotas = [Quota(name=who, who=who, capacity=number, taken=0) for who, number in session.quotas.items()]
    return EventSession(**plain, event_id=entry.id, scope=scope, status="open", quotas=quotas)


def build_draw(session_id: str, closes: datetime) -> Draw:
    """The lottery of a session: the seed is chosen now, before anybody has entered, and its hash can be shown."""
    seed = secrets.token_hex(32)
    return Draw(
        session_id=session_id,
        status="committed",
        seed=seed,
        seed_hash=seed_hash(seed),
        salt=secrets.token_hex(32),
        entries=0,
        due=closes,
    )
