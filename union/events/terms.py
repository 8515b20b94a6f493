"""What an event demands, as data: rules, questions, policy. A new kind of event needs no code.

Checked when written: an unknown field or an impossible value is an error, and a frozen model is safe to share.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Gender = Literal["male", "female"]


class Terms(BaseModel):
    """Base of what is stored as data."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Priority(Terms):
    """The weights of what lets a member go first; 0: it does not count. Who has more in sum goes earlier."""

    frontline: int = Field(default=0, ge=0, le=100)
    model_worker: int = Field(default=0, ge=0, le=100)
    injured_at_work: int = Field(default=0, ge=0, le=100)
    retiring: int = Field(default=0, ge=0, le=100)


class EventRules(Terms):
    """Who may take part. What is left empty does not matter.

    `once_per`: how often one may have a booking: once a session (a court by the hour), once an event, once a
    calendar year or cycle of `cycle_years` years among all events of the kind that say so.
    """

    members_only: bool = False
    single_only: bool = False
    gender: Gender | None = None
    min_age: int | None = Field(default=None, ge=0, le=120)
    max_age: int | None = Field(default=None, ge=0, le=120)
    unions: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    once_per: Literal["session", "event", "year", "cycle"] = "event"
    cycle_years: int = Field(default=2, ge=1, le=10)
    places_per_member: int = Field(default=1, ge=1, le=20)
    companions: bool = Field(default=False, description="names of those who come along are asked")
    frontline_first_hours: int = Field(
        default=0, ge=0, description="sign-up is for frontline workers first; so is the queue"
    )
    priority: Priority = Priority()
    priority_first_hours: int = Field(default=0, ge=0, description="sign-up is first for those whom `priority` names")
    ties: Literal["lot", "date"] = Field(default="lot", description="among equals in a draw: by lot, or by date")
    days: int | None = Field(default=None, ge=1, description="what a 疗休养 batch takes of the entitlement")
    yuan: int | None = Field(default=None, ge=0, description="its price for one person")
    yuan_per_day: int | None = Field(default=None, ge=0, description="the most the union pays of it")
    companion_yuan: int | None = Field(default=None, ge=0, description="what a companion pays, if not the price")

    @model_validator(mode="after")
    def _somebody_goes_first(self) -> "EventRules":
        if self.priority_first_hours and self.priority == Priority():
            raise ValueError("priority_first_hours needs a weight in priority")
        return self

    @model_validator(mode="after")
    def _ages_in_order(self) -> "EventRules":
        if self.min_age is not None and self.max_age is not None and self.min_age > self.max_age:
            raise ValueError("min_age is above max_age")
        return self


class EventQuestion(Terms):
    """Something the event asks. `label` is the question in Chinese; `who_sees`: which staff see the answer."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")
    label: str = Field(min_length=1, max_length=100)
    kind: Literal["text", "choice", "number", "yes_no", "date", "phone"] = "text"
    choices: tuple[str, ...] = ()
    required: bool = True
    who_sees: Literal["organiser", "agent", "all"] = "organiser"

    @model_validator(mode="after")
    def _choices_where_needed(self) -> "EventQuestion":
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a choice needs choices, and nothing else has any")
        return self


class EventPolicy(Terms):
    """How bookings are dealt with. Hours count back from the beginning, or on from the offer."""

    cancel_hours: int = Field(default=0, ge=0, description="one may cancel until so many hours before")
    late_cancel_counts: bool = Field(
        default=False, description="later one still may, but it counts as a no-show; else refused"
    )
    no_shows: int = Field(default=0, ge=0, description="so many within no_show_days bar the member; 0: never")
    no_show_days: int = Field(default=120, ge=1)
    bar_days: int = Field(default=90, ge=1)
    bar_all_kinds: bool = False
    waitlist: bool = True
    offer_hours: int = Field(default=12, ge=0, description="to accept an offered place; 0: it is booked at once")
    hold_minutes: int = Field(default=10, ge=1)
    hold: Literal["nearly_full", "always", "never"] = Field(
        default="nearly_full", description="when places are kept while the form runs"
    )
    confirm_hours: int = Field(default=24, ge=1, description="for winners of a draw to confirm")
    group_warn_days: int = Field(default=3, ge=0, description="so long before its deadline staff hear of a short group")
    draw_minutes: int = Field(default=10, ge=0, description="between the published list of entries and the draw")


QUESTIONS = TypeAdapter(tuple[EventQuestion, ...])
PICTURES = TypeAdapter(tuple[str, ...])
T = TypeVar("T")


class Checked(TypeDecorator[T]):
    """Text that holds JSON of one shape: checked when written, read once and then remembered."""

    impl = Text
    cache_ok = True

    def __init__(self, adapter: TypeAdapter[T], name: str) -> None:
        super().__init__()
        self.name = name
        self._read: Callable[[str], T] = lru_cache(1024)(adapter.validate_json)
        self._adapter = adapter

    @property
    def _static_cache_key(self) -> Any:
        return (type(self), self.name)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return self._adapter.dump_json(self._adapter.validate_python(value), exclude_defaults=True).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:
        return None if value is None else self._read(value)


RULES_TYPE = Checked(TypeAdapter(EventRules), "rules")
POLICY_TYPE = Checked(TypeAdapter(EventPolicy), "policy")
QUESTIONS_TYPE = Checked(QUESTIONS, "questions")
PICTURES_TYPE = Checked(PICTURES, "pictures")
