"""How well two people suit each other: each one's wishes against the other's facts. Pure.

A wish that is a must excludes where it is not met; every wish that is met counts. Nothing here sees own words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from union.matchmaking.fields import ANY, FIELDS
from union.matchmaking.rules import age

LONG_WAIT = timedelta(days=30)
_EDUCATION = FIELDS["education"]
_ATLEAST = {"大专以上": "大专", "本科以上": "本科", "硕士以上": "硕士及以上"}


@dataclass(frozen=True, slots=True)
class Person:
    """What a round weighs of one member. `wants_…` are None where there is no wish; ages are of today."""

    member_id: str
    version: int
    gender: str
    age: int
    city: str
    district: str
    education: int
    marital: str
    height: int | None
    wants_age: tuple[int, int] | None
    wants_place: str | None
    wants_education: int | None
    wants_marital: str | None
    wants_height: int | None
    musts: frozenset[str]
    waits_long: bool


@dataclass(frozen=True)
class Fit:
    """`lines` say to staff how the score came about; they hold no value of either profile."""

    score: int
    lines: tuple[str, ...]


def person(
    member_id: str, version: int, values: Mapping[str, str], musts: frozenset[str], since: datetime, now: datetime
) -> Person:
    """A checked profile's values as a round needs them."""
    wants = {name: value for name, value in values.items() if value != ANY}
    city, _, district = values["place"].partition("/")
    first, _, last = wants.get("want_age", "").partition("-")
    least = wants.get("want_education")
    return Person(
        member_id=member_id,
        version=version,
        gender=values["gender"],
        age=age(int(values["birth_year"]), now),
        city=city,
        district=district,
        education=_EDUCATION.rank(values["education"]),
        marital=values["marital"],
        height=int(values["height"]) if "height" in values else None,
        wants_age=(int(first), int(last)) if last else None,
        wants_place=wants.get("want_place"),
        wants_education=_EDUCATION.rank(_ATLEAST[least]) if least else None,
        wants_marital=wants.get("want_marital"),
        wants_height=int(wants["want_height"]) if "want_height" in wants else None,
        musts=musts,
        waits_long=now - since >= LONG_WAIT,
    )


def _age(one: Person, other: Person) -> bool | None:
    wanted = one.wants_age
    return None if wanted is None else wanted[0] <= other.age <= wanted[1]


def _marital(one: Person, other: Person) -> bool | None:
    return None if one.wants_marital is None else other.marital == one.wants_marital


def _place(one: Person, other: Person) -> bool | None:
    if one.wants_place is None:
        return None
    same_city = one.city == other.city
    return same_city if one.wants_place == "同市" else same_city and one.district == other.district


def _education(one: Person, other: Person) -> bool | None:
    return None if one.wants_education is None else other.education >= one.wants_education


def _height(one: Person, other: Person) -> bool | None:
    if one.wants_height is None or other.height is None:
        return None  # who has not told it is not shut out
    return other.height >= one.wants_height


@dataclass(frozen=True)
class Wish:
    """One kind of wish: what staff call it, what it counts when met, and whether the other meets it."""

    name: str
    label: str
    points: int
    meets: Callable[[Person, Person], bool | None]


# The most selective first: most pairs are excluded by the first or second.
CRITERIA = (
    Wish("want_age", "年龄", 2, _age),
    Wish("want_marital", "婚史", 1, _marital),
    Wish("want_place", "所在地", 2, _place),
    Wish("want_education", "学历", 1, _education),
    Wish("want_height", "身高", 1, _height),
)
# What counts without anybody's wish: (label, points, whether it holds).
COMMON: tuple[tuple[str, int, Callable[[Person, Person], bool]], ...] = (
    ("互相没有不能接受的条件", 1, lambda one, other: True),
    ("在同一个市", 1, lambda one, other: one.city == other.city),
    ("年龄相近", 1, lambda one, other: abs(one.age - other.age) <= 3),
    ("学历相近", 1, lambda one, other: abs(one.education - other.education) <= 1),
    ("等待已久", 1, lambda one, other: one.waits_long or other.waits_long),
)


def score(one: Person, other: Person) -> int | None:
    """The points of the pair, at least 1; None where a must of either side is not met."""
    total = 0
    for wish in CRITERIA:
        first, second = wish.meets(one, other), wish.meets(other, one)
        if (first is False and wish.name in one.musts) or (second is False and wish.name in other.musts):
            return None
        total += wish.points * (bool(first) + bool(second))
    for _, points, holds in COMMON:
        total += points * holds(one, other)
    return total


def explain(one: Person, other: Person) -> Fit | None:
    """The same points as `score`, line by line."""
    total = score(one, other)
    if total is None:
        return None
    lines = []
    for wish in CRITERIA:
        met = bool(wish.meets(one, other)) + bool(wish.meets(other, one))
        if met:
            lines.append(f"{wish.label}{'互相符合' if met == 2 else '符合一方的期望'} +{wish.points * met}")
    lines += [f"{label} +{points}" for label, points, holds in COMMON if holds(one, other)]
    return Fit(total, tuple(lines))
