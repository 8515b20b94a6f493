"""What speaks for an entry as the answer to a question: a row of numbers per candidate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.area import Agreement, Scope, Spot, agreement
from knowledge.documents import Document
from knowledge.postings import Vocabulary
from knowledge.ragged import Floats, Ints, Ragged, starts

FEATURES = (
    "bm25",  # BM25 score against the best of all entries
    "weight",  # BM25 score against the question's weight
    "covered",  # share of the question's weight that the entry's words hold
    "name_alike",  # the name most like the question (cosine of weights)
    "name_said",  # share of a name's weight that the question holds, for the best name
    "elsewhere",
    "wider",
    "mentioned",
    "not_asked",
    "inside",
)
_AREAS = (Agreement.ELSEWHERE, Agreement.WIDER, Agreement.MENTIONED, Agreement.NOT_ASKED, Agreement.INSIDE)


@dataclass(frozen=True)
class Asked:
    """A question, taken apart once. `weights`: dense by term number, zero where not asked; `mass`: their sum."""

    numbers: Ints
    weights: Floats
    mass: float
    spots: tuple[Spot, ...]


class Terms:
    """The terms of every entry, and of each of its names, as flat arrays of term numbers."""

    def __init__(self, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
        self._words = Ragged(document.words for document in documents)
        self._names = Ragged(name for document in documents for name in document.names)
        counts = np.fromiter((len(document.names) for document in documents), np.int64, len(documents))
        first = starts(counts)
        self._names_of = Ragged(np.arange(first[n], first[n + 1], dtype=np.int32) for n in range(len(documents)))
        weights = vocabulary.idf[self._names.values]
        self._mass = np.add.reduceat(weights, self._names.start[:-1]) if len(weights) else weights

    def in_names(self, entry: int) -> list[int]:
        """The terms of all names of an entry."""
        # Names lie one after the other, those of an entry together.
        first, behind = self._names_of.start[entry : entry + 2]
        terms: list[int] = self._names.values[self._names.start[first] : self._names.start[behind]].tolist()
        return terms

    def covered(self, entries: Ints, weights: Floats) -> Floats:
        """The question's weight that each entry's words hold."""
        values, begin = self._words.pick(entries)
        held: Floats = np.add.reduceat(weights[values], begin)
        return held

    def naming(self, entries: Ints, weights: Floats, mass: float) -> tuple[Floats, Floats]:
        """Per entry: how like the question its most alike name is, and how much of its best-said name was said."""
        names, first_name = self._names_of.pick(entries)
        values, begin = self._names.pick(names)
        held = np.add.reduceat(weights[values], begin)
        own = self._mass[names]
        said = held / own
        best = np.maximum.reduceat(said * held, first_name)  # the share that was said x the weight that was said
        is_best = said * held >= np.repeat(best, np.diff(np.append(first_name, len(names))))
        alike = np.maximum.reduceat(held / np.sqrt(own * mass), first_name)
        return alike, np.maximum.reduceat(np.where(is_best, said, 0), first_name)


def features_of(
    asked: Asked, entries: Ints, scores: Floats, terms: Terms, scopes: Sequence[Scope]
) -> NDArray[np.float64]:
    """The features of every candidate entry, one row each, in the order of FEATURES."""
    table = np.zeros((len(entries), len(FEATURES)))
    table[:, 0] = scores[entries] / max(float(scores.max()), 1e-6)
    table[:, 1] = scores[entries] / asked.mass
    table[:, 2] = terms.covered(entries, asked.weights) / asked.mass
    table[:, 3], table[:, 4] = terms.naming(entries, asked.weights, asked.mass)
    for row, entry in enumerate(entries.tolist()):
        level = agreement(asked.spots, scopes[entry])
        if level in _AREAS:
            table[row, 5 + _AREAS.index(level)] = 1
    return table
