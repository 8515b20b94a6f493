"""Search over labour rights: from a question or a bare story to the entries that answer it, with calibrated scores."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge.documents import Document
from knowledge.features import Terms
from knowledge.normalise import normalise
from knowledge.postings import Postings, Vocabulary, best
from knowledge.ragged import Ints
from knowledge.rights import Right
from knowledge.rights_calibration import (
    AHEAD,
    CERTAIN,
    FEATURES,
    MOST_OFFERED,
    OFFERED,
    SOMETHING,
    SURE,
    probabilities,
)
from knowledge.terms import LONGEST, Lexicon, terms
from knowledge.written import Written, put_first

CANDIDATES = 24
TITLE_WEIGHT = 2
ASKS = "#asks_"


@dataclass(frozen=True)
class RightHit:
    """An entry that may answer. `score`: probability that it is the one meant (all hits and "none" sum to 1)."""

    right: Right
    score: float
    is_exact: bool = False  # the question is one of the ways of asking that were written for this entry alone


class RightsIndex:
    """All labour rights, ready to be searched. Built whole and never changed."""

    def __init__(self, rights: Sequence[Right]) -> None:
        self.rights = list(rights)
        self._by_id = {right.id: right for right in self.rights}
        self._written = Written()
        for right in self.rights:
            self._written.add(right.id, [right.title, *right.questions])
        numbering: dict[str, int] = {}
        documents = [_document(right, numbering) for right in self.rights]
        self._vocabulary = Vocabulary(numbering, documents)
        self._postings = Postings(documents, self._vocabulary)
        self._terms = Terms(documents, self._vocabulary)

    def get(self, right_id: str) -> Right | None:
        """The entry of that id."""
        return self._by_id.get(right_id)

    def search(self, question: str, most: int = 5, past: str | None = None) -> list[RightHit]:
        """The entries that fit best, best first; `past`: the id of one told already, left out as if there were none."""
        candidates, table = self.features(question)
        if past is not None:
            others = np.array([self.rights[n].id != past for n in candidates], bool)
            candidates, table = candidates[others], table[others]
        if not len(candidates):
            return []
        chances = probabilities(table)
        exact = self._written.entry(question)
        if exact is not None:
            chances = put_first(chances, [self.rights[n].id == exact for n in candidates])
        order = np.argsort(-chances, kind="stable")[:most]
        found = [(self.rights[int(candidates[row])], float(chances[row])) for row in order]
        return [RightHit(right, chance, right.id == exact) for right, chance in found]

    def features(self, question: str) -> tuple[Ints, NDArray[np.float64]]:
        """The candidates and a row of FEATURES for each; also read by the tuning."""
        said = _terms(normalise(question)[-LONGEST:])
        if all(term.startswith(ASKS) for term in said):
            said = set()  # 在哪儿: what is asked alone fits everything
        numbers = self._vocabulary.numbers(said)
        weights = np.zeros(len(self._vocabulary.idf), np.float32)
        weights[numbers] = self._vocabulary.idf[numbers]
        mass = max(float(weights.sum()) + self._vocabulary.unknown_mass(said), 1e-6)
        scores = self._postings.scores(numbers)
        found = best(scores, CANDIDATES)
        found = np.sort(found[scores[found] > 0])
        table = np.zeros((len(found), len(FEATURES)))
        if len(found):
            table[:, 0] = scores[found] / float(scores.max())
            table[:, 1] = scores[found] / mass
            table[:, 2] = self._terms.naming(found, weights, mass)[1]
        return found, table


def fitting(hits: Sequence[RightHit]) -> tuple[Right, ...]:
    """What to do with a search's hits: one entry is the answer, two to four are a choice, none: nothing fits."""
    if sum(hit.score for hit in hits) < SOMETHING:
        return ()
    if hits[0].is_exact:
        return (hits[0].right,)
    first, second = hits[0], hits[1].score if len(hits) > 1 else 0.0
    if first.score >= SURE and first.score >= AHEAD * second:
        return (first.right,)
    return tuple(hit.right for hit in hits[:MOST_OFFERED] if hit.score >= OFFERED * first.score)


def certain(hits: Sequence[RightHit]) -> Right | None:
    """The entry that is meant beyond doubt, also where the message does not look like a question of law."""
    return hits[0].right if hits and hits[0].score >= CERTAIN else None


@lru_cache(maxsize=1)
def _meanings() -> Lexicon:
    return Lexicon(yaml.safe_load(Path(__file__).with_name("rights.yml").read_text(encoding="utf-8"))["concepts"])


def _terms(text: str) -> set[str]:
    return terms(text, _meanings())


def _document(right: Right, numbering: dict[str, int]) -> Document:
    """The entry's title and questions are its names: a question is compared with each of them."""
    names = [found for text in [right.title, *right.questions] if (found := _terms(text))] or [{right.id}]
    words: Counter[str] = Counter(dict.fromkeys(_terms(right.title), TITLE_WEIGHT))
    for part in map(_terms, [*right.questions, right.answer]):
        words.update(part)
    ordered = sorted(words) or [right.id]
    return Document(
        [_numbers(name, numbering) for name in names],
        _numbers(set(ordered), numbering),
        np.array([max(words[term], 1) for term in ordered], np.int64),
        np.zeros(0, np.int64),
    )


def _numbers(found: set[str], numbering: dict[str, int]) -> Ints:
    return np.array([numbering.setdefault(term, len(numbering)) for term in sorted(found)], np.int64)
