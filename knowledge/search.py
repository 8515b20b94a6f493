"""Search: from a question to the entries that may answer it, best first, with calibrated scores."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.area import Scope, Spot, asked_spots, scope_of
from knowledge.calibration import probabilities
from knowledge.documents import Document, document_of
from knowledge.entries import Area, Program
from knowledge.features import FEATURES, Asked, Terms, features_of
from knowledge.normalise import normalise
from knowledge.postings import Postings, Vocabulary, best
from knowledge.ragged import Floats, Ints
from knowledge.spellings import Spellings
from knowledge.terms import LONGEST, place_term, plain, proper_pairs, terms
from knowledge.written import Written, put_first

CANDIDATES = 24
NOBODY = np.zeros(0, np.int64)
OWN = 2  # a word in so few entries is an entry's own
AT_HOME = 1.0  # added to an entry's BM25 score, in shares of the question's weight, when candidates are chosen


@dataclass(frozen=True)
class Hit:
    """An entry that may answer. `score`: probability that it is the one meant (all hits and "none" sum to 1)."""

    program: Program
    score: float
    why: dict[str, float] = field(compare=False)
    own_word: bool = False  # the question says its organiser, or a word of its names that hardly any other entry has
    is_exact: bool = False  # the question is one of the ways of asking that were written for this entry alone


class Index:
    """All entries, ready to be searched. Built whole and never changed: a new version is a new index."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = list(programs)
        self._position = {program.id: position for position, program in enumerate(self.programs)}
        numbering: dict[str, int] = {}
        documents: list[Document] = []
        names: set[str] = set()
        self._written = Written()
        self._scopes: list[Scope] = []
        for program in self.programs:  # one entry after the other: what is cached of its texts is still there
            documents.append(document_of(program, numbering))
            self._scopes.append(scope_of(program))
            self._written.add(program.id, [program.name, *program.questions])
            names.update(map(plain, (program.name, *program.aliases)))
        self._vocabulary = Vocabulary(numbering, documents)
        self._postings = Postings(documents, self._vocabulary)
        self._terms = Terms(documents, self._vocabulary)
        self._spellings = Spellings(names)
        self._at_home = _by_spot(self._scopes)

    def get(self, program_id: str) -> Program | None:
        """The entry of that id."""
        position = self._position.get(program_id)
        return None if position is None else self.programs[position]

    def search(
        self,
        question: str,
        *,
        area: Area | None = None,
        restrict: Collection[str] | None = None,
        past: Collection[str] = (),
        most: int = 5,
    ) -> list[Hit]:
        """The entries that fit best, best first.

        Args:
            question: as the member wrote it.
            area: the place the conversation is about; a place named in the question goes before it.
            restrict: ids of the only entries that may be found.
            past: ids of entries that were told already: they are left out as if there were none.
            most: length of the list.
        """
        if not any(map(str.isalpha, question)):
            return []  # numbers and signs ({{7*7}}) are no question, though some name holds a 7
        asked = self.ask(question, area)
        candidates, scores = self.candidates(asked, restrict)
        if past:
            candidates = np.array([n for n in candidates if self.programs[n].id not in past], np.int64)
        if not len(candidates):
            return []
        table = self.features(asked, candidates, scores)
        chances = probabilities(table)
        # Asked again for another place, the words are still those of the first one's entry.
        exact = self._written.entry(question) if area is None else None
        if exact is not None:
            chances = put_first(chances, [self.programs[n].id == exact for n in candidates])
        order = np.argsort(-chances, kind="stable")[:most]
        own = self._own_words(question)
        hits = [self._hit(int(candidates[row]), float(chances[row]), table[row], question, own) for row in order]
        return [replace(hit, is_exact=True) if hit.program.id == exact else hit for hit in hits]

    def ask(self, question: str, area: Area | None = None) -> Asked:
        """The question taken apart."""
        text = self._spellings.respell(normalise(question)[-LONGEST:], self._vocabulary.number.__contains__)
        said = terms(text)
        numbers = self._vocabulary.numbers(said)
        weights = np.zeros(len(self._vocabulary.idf), np.float32)
        weights[numbers] = self._vocabulary.idf[numbers]
        mass = float(weights.sum()) + self._vocabulary.unknown_mass(said)
        spots = asked_spots(text, area)
        places = self._vocabulary.numbers(map(place_term, spots))
        weights[places] = self._vocabulary.idf[places]
        return Asked(numbers, weights, max(mass, 1e-6), spots)

    def candidates(self, asked: Asked, restrict: Collection[str] | None) -> tuple[Ints, Floats]:
        scores = self._postings.scores(asked.numbers)
        if restrict is not None:
            allowed = sorted(self._position[id_] for id_ in restrict if id_ in self._position)
            return np.array(allowed, np.int64), scores
        favoured = scores.copy() if asked.spots else scores
        for spot in asked.spots:
            # Among very many entries of one kind, those of the place asked about must be among the candidates.
            favoured[self._at_home.get(spot, NOBODY)] += AT_HOME * asked.mass
        found = best(favoured, CANDIDATES)
        return np.sort(found[scores[found] > 0]), scores

    def features(self, asked: Asked, candidates: Ints, scores: Floats) -> NDArray[np.float64]:
        """The table that calibration.py weighs; also read by its tuning."""
        return features_of(asked, candidates, scores, self._terms, self._scopes)

    def _own_words(self, question: str) -> set[int]:
        """Terms of the question that at most a few entries have."""
        numbers = self._vocabulary.numbers(proper_pairs(question))
        return set(numbers[self._vocabulary.frequency[numbers] <= OWN].tolist())

    def _hit(self, entry: int, chance: float, row: Any, question: str, own: set[int]) -> Hit:
        why = {name: round(float(value), 3) for name, value in zip(FEATURES, row, strict=True) if value}
        program = self.programs[entry]
        organiser_said = program.organiser is not None and normalise(program.organiser) in normalise(question)
        return Hit(program, chance, why, organiser_said or not own.isdisjoint(self._terms.in_names(entry)))


def _by_spot(scopes: Sequence[Scope]) -> dict[Spot, Ints]:
    """Place -> the entries at home there."""
    entries: dict[Spot, list[int]] = defaultdict(list)
    for entry, scope in enumerate(scopes):
        for spot in scope.home:
            entries[spot].append(entry)
    return {spot: np.array(found, np.int64) for spot, found in entries.items()}
