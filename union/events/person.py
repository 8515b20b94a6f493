"""What rules need to know about a member, and the decision when it does not fit."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Person:
    """Facts about one member; None: not known, so a rule that needs it asks for it.

    `member`: bound to the roster; `unions`: names and ids of all unions above the person, by the roster, from the
    city's down to the company's. `first_time`: never had a place at an event of the kind; the services find that out
    themselves.
    """

    gender: Literal["male", "female"] | None = None
    birth_year: int | None = None
    union: str | None = None
    branch: str | None = None
    district: str | None = None
    single: bool | None = None
    frontline: bool | None = None
    model_worker: bool | None = None
    injured_at_work: bool | None = None
    retiring: bool | None = None
    member: bool = False
    first_time: bool | None = None
    unions: frozenset[str] = frozenset()


NOBODY = Person()
