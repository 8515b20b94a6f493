"""Kinds of places and what is in them, and how a message asks for either. Pure but for the file read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("kinds.yml")
SEPARATOR = "、"


@dataclass(frozen=True)
class Words:
    """The whole file: names of kinds, and the words for kinds and facilities."""

    names: dict[str, str]  # kind -> 驿站 …
    kinds: dict[str, tuple[str, ...]]
    facilities: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """Read once a process."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Words(
        {kind: one["name"] for kind, one in data["kinds"].items()},
        {kind: tuple(one["words"]) for kind, one in data["kinds"].items()},
        {name: tuple(said) for name, said in data["facilities"].items()},
    )


def kind_asked(text: str) -> str | None:
    """The kind of place the message names; a mother-and-baby room before whatever house it is in."""
    order = ("nursing_room", "workers_home", "window", "station")
    return next((kind for kind in order if any(word in text for word in words().kinds[kind])), None)


def facilities_asked(text: str) -> frozenset[str]:
    """What the member wants to find there."""
    return frozenset(name for name, said in words().facilities.items() if any(word in text for word in said))
