"""The intent model: sparse features, a linear score per intent, calibrated probabilities.

Pure numpy, no rasa and no sklearn: loading takes a moment, a prediction a fraction of a millisecond.
Kept as a numpy archive and JSON beside it; nothing that is executed when read.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.components.features import Featuriser
from bot.components.vectoriser import Vectoriser

_ARRAYS, _WORDS = "weights.npz", "words.json"


@dataclass(frozen=True)
class LinearModel:
    """`weights` (columns, labels), `bias` (labels,), `temperature` > 0 makes scores probabilities."""

    labels: list[str]
    featuriser: Featuriser
    vectoriser: Vectoriser
    weights: np.ndarray
    bias: np.ndarray
    temperature: float

    def probabilities(self, text: str) -> np.ndarray:
        """(labels,), sums to 1."""
        indices, values = self.vectoriser.transform(self.featuriser.views(text))
        scores = values @ self.weights[indices] + self.bias
        return np.asarray(softmax(scores[None, :] / self.temperature)[0])

    def ranking(self, text: str) -> list[tuple[str, float]]:
        """All labels with their probability, the likeliest first."""
        probabilities = self.probabilities(text)
        return [(self.labels[i], float(probabilities[i])) for i in np.argsort(-probabilities)]

    def save(self, folder: Path) -> None:
        np.savez_compressed(
            folder / _ARRAYS, weights=self.weights.astype(np.float16), bias=self.bias, idf=self.vectoriser.idf
        )
        words = {
            "labels": self.labels,
            "lexicon": self.featuriser.words,
            "vocabularies": [list(vocabulary) for vocabulary in self.vectoriser.vocabularies],
            "temperature": self.temperature,
        }
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LinearModel":
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            weights, bias, idf = arrays["weights"].astype(np.float32), arrays["bias"], arrays["idf"]
        vocabularies, column = [], 0
        for features in words["vocabularies"]:
            vocabularies.append({feature: column + i for i, feature in enumerate(features)})
            column += len(features)
        featuriser = Featuriser(words["lexicon"])
        return cls(words["labels"], featuriser, Vectoriser(vocabularies, idf), weights, bias, words["temperature"])


def softmax(scores: np.ndarray) -> np.ndarray:
    """Row-wise: (texts, labels) -> the same shape, each row sums to 1."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
