"""What a profile must be like to be taken: values in, None (yes) or the field that cannot stand out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from base.clock import to_shanghai
from union.matchmaking.fields import ANY, FIELDS, Field

CONSENT_VERSION = "2026-11"  # of the text in bot/domain/matchmaking.yml; a new text asks everybody anew

Reason = Literal["unknown", "no_consent", "bad_name", "bad_phone", "bad_value"]


@dataclass(frozen=True)
class Refused:
    """A "no"; `detail` is the name of the field, where one is to blame."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class Draft:
    """A profile as it was told: texts by the names in fields.yml; `musts` are wishes that exclude."""

    values: Mapping[str, str]
    texts: Mapping[str, str]
    musts: frozenset[str]
    name: str
    phone: str


def check_draft(draft: Draft, now: datetime) -> Refused | None:
    """Whether every field that must be there is there, and every value can be one."""
    for field in FIELDS.values():
        given = (draft.texts if field.kind == "text" else draft.values).get(field.name)
        missing_is_fine = field.optional or field.kind == "text"
        if not (is_value(field, given, now) if given else missing_is_fine):
            return Refused("bad_value", field.name)
    wrong = (set(draft.values) | set(draft.texts)) - set(FIELDS)
    return Refused("bad_value", min(wrong)) if wrong else None


def is_value(field: Field, value: str, now: datetime) -> bool:
    """Whether the text is a possible value of the field."""
    match field.kind:
        case "choice":
            return value in field.options
        case "birth_year":
            return value.isdecimal() and field.least <= age(int(value), now) <= field.most
        case "number":
            return value.isdecimal() and field.least <= int(value) <= field.most
        case "age_range":
            return value == ANY or _is_range(field, value)
        case "place":
            return 0 < len(value) <= 40
        case "text":
            return len(value) <= field.most


def age(birth_year: int, now: datetime) -> int:
    """Years, by the year of birth alone: we do not ask for the day."""
    return to_shanghai(now).year - birth_year


def _is_range(field: Field, value: str) -> bool:
    first, dash, last = value.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal()):
        return False
    return field.least <= int(first) <= int(last) <= field.most
