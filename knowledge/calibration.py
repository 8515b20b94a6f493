"""The weights that turn features into probabilities, and the thresholds of the decision: all data in one place.

Found by `python -m knowledge.tuning` on the questions of the knowledge files (each asked to an index without it)
and on tuning.yml; not on the hold-out questions of tests/language. Run it again when entries have changed a lot.
"""

import numpy as np
from numpy.typing import NDArray

from knowledge.features import FEATURES

WEIGHTS = {
    "bm25": 4.31,
    "weight": 1.21,
    "covered": 3.16,
    "name_alike": 0.22,
    "name_said": 2.74,
    "elsewhere": -7.3,
    "wider": -3.11,
    "mentioned": 0.17,
    "not_asked": -1.14,
    "inside": -0.99,
}
NONE = 6.31  # the strength of "no entry": what an entry must be stronger than

# Chosen on the same questions: of those of tuning.yml without an answer (hard ones, close to the entries) 5 in 100
# are answered and 9 get a choice; of those with one, asked without their own wording, 86 are answered right away
# and 6 get a choice.
SOMETHING = 0.6  # all entries together at least this likely, otherwise nothing fits
SURE = 0.5  # the first entry at least this likely ...
AHEAD = 3.0  # ... and this many times as likely as the second, otherwise a choice is offered
OFFERED = 0.2  # entries at least this likely, in shares of the first, stand in the choice
MOST_OFFERED = 4
NAMED = 0.95  # so much of a name said: it is that entry
ALIKE = 0.5  # another place's entry that holds so much of the question, in shares of the first, is offered beside it


def probabilities(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance of each candidate to be the one meant; what is missing to 1 is the chance of none.

    Args:
        table: a row for each candidate, its features in the order of FEATURES.
    """
    strength = table @ np.array([WEIGHTS[name] for name in FEATURES])
    top = max(float(strength.max()), NONE)
    parts = np.exp(strength - top)
    chances: NDArray[np.float64] = parts / (parts.sum() + np.exp(NONE - top))
    return chances
