"""The ways of asking that were written for entries: whoever asks in just these words means this entry."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.terms import plain

CERTAIN = 0.97  # chance of an entry whose written question was asked word for word
SHORTEST = 4  # signs; 怎么去 may be written for one entry and is still asked of any


class Written:
    """Questions by their words; one that is written for two entries belongs to none."""

    def __init__(self) -> None:
        self._entry: dict[str, str | None] = {}

    def add(self, entry_id: str, questions: Iterable[str]) -> None:
        """These are ways of asking for this entry."""
        for text in {plain(question) for question in questions}:
            if len(text) >= SHORTEST:
                self._entry[text] = entry_id if self._entry.get(text, entry_id) == entry_id else None

    def entry(self, question: str) -> str | None:
        """Id of the entry this was written for; signs and spelling do not count."""
        return self._entry.get(plain(question))


def put_first(chances: NDArray[np.float64], is_meant: Sequence[bool]) -> NDArray[np.float64]:
    """The chances of candidates, one of which is meant; what is left is shared out among the others as before."""
    meant = np.array(is_meant, bool)
    if not meant.any() or chances[meant][0] >= CERTAIN:
        return chances
    rest = float(chances[~meant].sum())
    others = chances * ((1 - CERTAIN) / rest if rest else 0.0)
    shared: NDArray[np.float64] = np.where(meant, CERTAIN, np.minimum(others, chances))
    return shared
