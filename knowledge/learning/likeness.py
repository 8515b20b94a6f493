"""Grouping questions by likeness. Pure: texts in, groups out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from knowledge.normalise import normalise
from knowledge.places import find_places
from knowledge.terms import terms

ALIKE = 0.45  # share of common terms from which two questions are about the same thing

T = TypeVar("T")


@dataclass
class Group(Generic[T]):
    """Questions that ask the same; `leader` is the first of them, by which others are compared."""

    leader: str
    items: list[T] = field(default_factory=list)


def grouped(questions: Iterable[tuple[str, T]]) -> list[Group[T]]:
    """Groups of (text, item) pairs, the largest first; within a group, in the order given.

    The same words about another place are another question: its answer would be another one.
    """
    groups: list[Group[T]] = []
    leaders: list[tuple[frozenset[str], frozenset[str]]] = []
    for text, item in questions:
        said, places = frozenset(terms(text)), _places(text)
        best = _most_alike(said, places, leaders)
        if best is None:
            groups.append(Group(text))
            leaders.append((said, places))
            best = len(groups) - 1
        groups[best].items.append(item)
    return sorted(groups, key=lambda group: -len(group.items))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the terms of both that they have in common (0 to 1)."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _most_alike(
    said: frozenset[str], places: frozenset[str], leaders: Sequence[tuple[frozenset[str], frozenset[str]]]
) -> int | None:
    scored = [(likeness(said, leader), n) for n, (leader, theirs) in enumerate(leaders) if theirs == places]
    score, number = max(scored, default=(0.0, -1))
    return number if score >= ALIKE else None


def _places(text: str) -> frozenset[str]:
    return frozenset(f"{place.city} {place.district or ''}" for place in find_places(normalise(text)))
