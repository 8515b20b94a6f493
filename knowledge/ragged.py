"""Lists of different lengths in one flat array, so that a few dozen of them are summed without a Python loop."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]  # what is held for every entry: half the memory of Ints
Floats = NDArray[np.float32]


class Ragged:
    """`values[start[n]:start[n + 1]]` is list number n; no list is empty."""

    def __init__(self, lists: Iterable[Ints | Numbers]) -> None:
        arrays = list(lists)
        self.values = np.concatenate(arrays, dtype=np.int32) if arrays else np.zeros(0, np.int32)
        self.lengths = np.fromiter(map(len, arrays), np.int64, len(arrays))
        self.start = starts(self.lengths)

    def pick(self, numbers: Ints | Numbers) -> tuple[Numbers, Ints]:
        """The values of the numbered lists, one after the other, and where each list begins among them."""
        lengths = self.lengths[numbers]
        begin = starts(lengths)[:-1]
        positions = np.repeat(self.start[numbers] - begin, lengths) + np.arange(int(lengths.sum()))
        return self.values[positions], begin


def starts(lengths: Ints) -> Ints:
    """Where each list begins, and at last where all end."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
