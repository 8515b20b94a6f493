"""BM25 over entries: from a question's terms to the entries worth a closer look.

Each entry is one document (names, questions, facts). Weights are computed once, so a question costs one
addition per posting; very common terms are skipped when there are many entries.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from knowledge.documents import Document
from knowledge.ragged import Floats, Ints, Ragged

K1 = 1.2
B = 0.8
SINGLE_WEIGHT = 0.5  # a single character against a pair of them
CONCEPT_WEIGHT = 1.7  # a meaning of concepts.yml against a pair
STRANGE = 1.2  # a term that no entry has, against the rarest that one has
CONCEPT_SIGN = "#"
SKIPPED_SHARE = 0.05  # of a large index: terms in more entries than this tell little and cost most
LARGE = 5_000


class Vocabulary:
    """Terms as numbers, each with its weight: its rarity (idf) times what its kind of term is worth."""

    def __init__(self, number: dict[str, int], documents: Sequence[Document]) -> None:
        self.number = number
        held = [part for document in documents for part in (document.words, document.places)]
        # In how many entries each term is.
        self.frequency = np.bincount(np.concatenate(held) if held else np.zeros(0, np.int32), minlength=len(number))
        kinds = np.fromiter(map(_kind_weight, number), np.float32, len(number))
        entries = len(documents)
        self.idf = kinds * np.log(1 + (entries - self.frequency + 0.5) / (self.frequency + 0.5)).astype(np.float32)
        self._rarest = math.log(1 + (entries + 0.5) / 1.5)

    def numbers(self, terms: Iterable[str]) -> Ints:
        """The numbers of the terms that some entry has, in ascending order."""
        known = [number for number in map(self.number.get, terms) if number is not None]
        return np.array(sorted(known), np.int64)

    def unknown_mass(self, terms: Iterable[str]) -> float:
        """What the terms that no entry has weigh together."""
        strange = (term for term in terms if term not in self.number and not term.startswith(CONCEPT_SIGN))
        return STRANGE * self._rarest * sum(map(_kind_weight, strange))


def _kind_weight(term: str) -> float:
    if term.startswith(CONCEPT_SIGN):
        return CONCEPT_WEIGHT
    return SINGLE_WEIGHT if len(term) == 1 else 1.0


class Postings:
    """Per term the entries that have it with their BM25 weights, as flat arrays."""

    def __init__(self, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
        self._entries = len(documents)
        words = Ragged(document.words for document in documents)
        often = Ragged(document.counts for document in documents).values.astype(np.float32)
        lengths = np.array([document.counts.sum() for document in documents], np.float32)
        entry = np.repeat(np.arange(self._entries, dtype=np.int32), words.lengths)
        norm = 1 - B + B * lengths / max(float(lengths.mean()), 1.0) if len(lengths) else lengths
        weight = vocabulary.idf[words.values] * often * (K1 + 1) / (often + K1 * norm[entry])
        order = np.argsort(words.values, kind="stable")
        self._entry, self._weight = entry[order], weight[order].astype(np.float32)
        self._start = np.searchsorted(words.values[order], np.arange(len(vocabulary.number) + 1))

    def scores(self, terms: Ints) -> Floats:
        """The BM25 score of every entry."""
        scores = np.zeros(self._entries, np.float32)
        for term in self._worth_adding(terms):
            part = slice(self._start[term], self._start[term + 1])
            scores[self._entry[part]] += self._weight[part]
        return scores

    def _worth_adding(self, terms: Ints) -> list[int]:
        if self._entries < LARGE:
            return list(terms)
        counts = self._start[terms + 1] - self._start[terms]
        rare = terms[counts <= SKIPPED_SHARE * self._entries]
        return list(rare if len(rare) else terms)


def best(scores: Floats, most: int) -> Ints:
    """The positions of the highest scores above zero, in no order."""
    found = np.flatnonzero(scores > 0)  # most entries have no term of the question
    if len(found) <= most:
        return found
    return found[np.argpartition(scores[found], -most)[-most:]]
