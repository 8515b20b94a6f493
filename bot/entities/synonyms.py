"""Kinds of event and legal topics: lists of words in YAML, found by one pattern."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.entities.entity import Entity

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class _Words:
    """`pattern` finds all words, the longest first; `value_of` them ("" hides what is inside)."""

    pattern: re.Pattern[str]
    value_of: dict[str, str]
    alone: dict[str, str]  # whole message -> value


@cache
def _words(file: str) -> _Words:
    data: dict[str, Any] = yaml.safe_load((_FOLDER / file).read_text(encoding="utf-8"))
    alone: dict[str, list[str]] = data.pop("alone", {})
    hidden: list[str] = data.pop("not", [])
    value_of = _value_of(data) | {value: value for value in data} | dict.fromkeys(hidden, "")
    longest_first = sorted(value_of, key=len, reverse=True)
    return _Words(re.compile("|".join(map(re.escape, longest_first))), value_of, _value_of(alone))


def _value_of(groups: dict[str, list[str]]) -> dict[str, str]:
    return {word.lower(): value for value, words in groups.items() for word in words}


def find_synonyms(entity: str, file: str, text: str) -> Iterator[Entity]:
    """Every value once, at its first place. `text` is in lower case."""
    words = _words(file)
    if value := words.alone.get(text.strip()):
        yield Entity(entity, value, 0, len(text), text)
    seen = {""}
    for match in words.pattern.finditer(text):
        value = words.value_of[match[0]]
        if value not in seen:
            seen.add(value)
            yield Entity(entity, value, match.start(), match.end(), match[0])
