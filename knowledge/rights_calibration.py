"""Weights and thresholds of the search over labour rights.

Found by `python -m knowledge.rights_tuning` on the questions written for the entries (each asked to an index without
it), with questions about programs as what no right answers; not on the sentences of tests/language.
"""

import numpy as np
from numpy.typing import NDArray

FEATURES = (
    "bm25",  # BM25 score against the best of all entries
    "weight",  # BM25 score against the question's weight
    "said",  # share of a written question's weight that this one holds, for the best
)
WEIGHTS = {"bm25": 3.38, "weight": 4.49, "said": 1.22}
NONE = 6.69

# Chosen by looking at what they do to the stories of tests/language/rights.yml.
SOMETHING = 0.25  # all entries together at least this likely, otherwise nothing fits
SURE = 0.4  # the first entry at least this likely ...
AHEAD = 2.0  # ... and this many times as likely as the second, otherwise a choice is offered
OFFERED = 0.2  # entries at least this likely, in shares of the first, stand in the choice
MOST_OFFERED = 4
CERTAIN = 0.9  # the first entry at least this likely: also a question that looks like another kind is answered


def probabilities(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance of each candidate (a row of FEATURES) to be the one meant; what is missing to 1 is that of none."""
    strength = table @ np.array([WEIGHTS[name] for name in FEATURES])
    top = max(float(strength.max()), NONE)
    parts = np.exp(strength - top)
    chances: NDArray[np.float64] = parts / (parts.sum() + np.exp(NONE - top))
    return chances
