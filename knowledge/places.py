"""Places of Zhejiang in a text: cities, districts, towns, streets and well-known quarters.

`find_places` reads from left to right and takes the longest name; data in places.yml and towns.yml.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
KINDS_OF_TOWN = ("街道", "镇", "乡")


@dataclass(frozen=True)
class Place:
    """A name in a text. `city` is None outside Zhejiang; `district` is None when a whole city is meant."""

    start: int
    end: int
    text: str
    city: str | None
    district: str | None


Meaning = tuple[str | None, str | None]  # city, district


class Gazetteer:
    """All names with what they can mean; a name without a meaning only hides the names inside it."""

    def __init__(self, places: dict[str, Any], towns: dict[str, Any]) -> None:
        self.city_of = {district: city for city, districts in places["cities"].items() for district in districts}
        self._meanings: dict[str, list[Meaning]] = defaultdict(list)
        self._divisions: set[str] = set()
        for city, districts in places["cities"].items():
            self._add_division(city, (city, None))
            for district in districts:
                self._add_division(district, (city, district))
        for owner, names in places["other_names"].items():
            self._add(names, self._meaning(owner))
        self._divisions = set(self._meanings)
        for owner, names in places["quarters"].items():
            self._add(names, self._meaning(owner))
        self._add(places["outside"], (None, None))
        self._add_towns(towns["towns"], set(towns["full_only"]))
        for name in places["not_places"]:
            self._meanings[name] = []
        self._by_prefix: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._meanings, key=len, reverse=True):
            self._by_prefix[name[:2]].append(name)

    def is_division(self, name: str) -> bool:
        """Whether the name is a city's or district's own, not a town or quarter in it."""
        return name in self._divisions

    def _meaning(self, owner: str) -> Meaning:
        return (self.city_of[owner], owner) if owner in self.city_of else (owner, None)

    def _add_division(self, name: str, meaning: Meaning) -> None:
        self._add([name, name[:-1]], meaning)

    def _add(self, names: Iterable[str], meaning: Meaning) -> None:
        for name in names:
            if meaning not in self._meanings[name]:
                self._meanings[name].append(meaning)

    def _add_towns(self, towns: dict[str, list[str]], full_only: set[str]) -> None:
        known = set(self._meanings)
        for district, names in towns.items():
            for name in names:
                spoken = spoken_town(name)
                alone = [] if spoken in full_only or spoken in known else [spoken]
                self._add([name, *alone], self._meaning(district))

    def candidates(self, text: str) -> list[tuple[int, str, list[Meaning]]]:
        """Start, name and possible meanings of every name in the text, the longest from the left."""
        found = []
        start = 0
        while start < len(text) - 1:
            name = self._name_at(text, start)
            if name is None:
                start += 1
                continue
            found.append((start, name, self._meanings[name]))
            start += len(name)
        return found

    def _name_at(self, text: str, start: int) -> str | None:
        names = self._by_prefix.get(text[start : start + 2])
        return next((name for name in names if text.startswith(name, start)), None) if names else None


def spoken_town(name: str) -> str:
    """A town's name as people say it: 莪山畲族乡 -> 莪山, 横店镇 -> 横店."""
    for kind in KINDS_OF_TOWN:
        name = name.removesuffix(kind)
    return name.removesuffix("畲族").removesuffix("回族")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of the two files, read once."""
    read = (yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")) for name in ("places.yml", "towns.yml"))
    return Gazetteer(*read)


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[Place, ...]:
    book = gazetteer()
    candidates = book.candidates(text)
    named = {meaning for _, _, meanings in candidates if len(meanings) == 1 for meaning in meanings}
    places = []
    for start, name, meanings in candidates:
        meaning = _choose(meanings, named)
        if meaning is not None:
            places.append(Place(start, start + len(name), name, *meaning))
    return tuple(places)


def _choose(meanings: list[Meaning], named: set[Meaning]) -> Meaning | None:
    """The one meaning, or the one that fits what else is named; several districts of one city give the city."""
    if len(meanings) < 2:
        return meanings[0] if meanings else None
    cities = {city for city, _ in named}
    fitting = [meaning for meaning in meanings if meaning in named] or [m for m in meanings if m[0] in cities]
    if len(fitting) == 1:
        return fitting[0]
    shared = {city for city, _ in fitting or meanings}
    return (shared.pop(), None) if len(shared) == 1 else None


def find_places(text: str) -> list[Place]:
    """The places a text names, in order. Cached for short texts; linear in the text's length."""
    return list(_found(text) if len(text) <= 300 else _found.__wrapped__(text))


def known_area(city: str, district: str | None) -> bool:
    """Whether Zhejiang has that city, and in it that district."""
    cities = set(gazetteer().city_of.values())
    return city in cities and (district is None or gazetteer().city_of.get(district) == city)


def cities() -> list[str]:
    """The cities of Zhejiang, in the order of the file."""
    return list(dict.fromkeys(gazetteer().city_of.values()))
