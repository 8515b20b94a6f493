"""What a member looks for, and what was found for it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from union.places.geo import Point

State = Literal["open", "closed", "unknown"]


@dataclass(frozen=True)
class Wish:
    """`kind` and `facilities` as in kinds.yml; `moment`: when it must be open (aware)."""

    moment: datetime
    kind: str | None = None
    facilities: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as searches give it; see models.Place for the fields."""

    id: str
    kind: str
    name: str
    address: str
    city: str
    district: str
    town: str
    latitude: float
    longitude: float
    hours: str
    hours_text: str
    phone: str
    facilities: str
    source: str
    as_of: str

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)


@dataclass(frozen=True)
class Found:
    """A place with its distance in metres and whether it is open at the moment wished for."""

    spot: Spot
    metres: float
    state: State


@dataclass(frozen=True)
class Nearby:
    """What a search came to, each nearest first.

    `open`: open and near (this page of them); `more`: how many follow. `shut`: near, but closed then or of hours
        nobody knows; only where none is open. `beyond`: the nearest farther off, where none is open near. `missing`:
    facilities that none of them has, and that were left out of the search for that reason.
    """

    open: tuple[Found, ...] = ()
    more: int = 0
    shut: tuple[Found, ...] = ()
    beyond: Found | None = None
    missing: frozenset[str] = field(default_factory=frozenset)
