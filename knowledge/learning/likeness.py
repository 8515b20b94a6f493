"""Grouping questions by likeness. Pure: texts in, groups out."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
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
    asked = [(text, item, frozenset(terms(text))) for text, item in questions]
    leaders = _Leaders(Counter(term for _, _, said in asked for term in said))
    groups: list[Group[T]] = []
    for text, item, said in asked:
        places = _places(text)
        best = leaders.most_alike(said, places)
        if best is None:
            best = leaders.add(said, places)
            groups.append(Group(text))
        groups[best].items.append(item)
    return sorted(groups, key=lambda group: -len(group.items))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the terms of both that they have in common (0 to 1)."""
    return len(one & other) / len(one | other) if one and other else 0.0


class _Leaders:
    """The groups' first questions, found by their rarest terms.

    Two sets that share ALIKE of their terms share one of each one's rarest ones (all but as many as must be common, and
    one more), so the others need not be compared: thousands of questions would else each be compared with every group.
    """

    def __init__(self, frequency: Counter[str]) -> None:
        self._frequency = frequency
        self._leaders: list[tuple[frozenset[str], frozenset[str]]] = []
        self._by_term: dict[str, list[int]] = defaultdict(list)

    def add(self, said: frozenset[str], places: frozenset[str]) -> int:
        """A new group; its number."""
        number = len(self._leaders)
        self._leaders.append((said, places))
        for term in self._rarest(said):
            self._by_term[term].append(number)
        return number

    def most_alike(self, said: frozenset[str], places: frozenset[str]) -> int | None:
        """The group that is most alike, if any is alike enough."""
        near = {number for term in self._rarest(said) for number in self._by_term.get(term, ())}
        scored = [
            (likeness(said, leader), number)
            for number in near
            for leader, theirs in [self._leaders[number]]
            if theirs == places
        ]
        score, number = max(scored, default=(0.0, -1))
        return number if score >= ALIKE else None

    def _rarest(self, said: frozenset[str]) -> list[str]:
        ordered = sorted(said, key=lambda term: (self._frequency[term], term))
        return ordered[: len(ordered) - math.ceil(ALIKE * len(ordered)) + 1]


def _places(text: str) -> frozenset[str]:
    return frozenset(f"{place.city} {place.district or ''}" for place in find_places(normalise(text)))
