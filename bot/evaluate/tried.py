"""The pipelines that were tried, in one table (docs/nlu.md): `python -m bot.evaluate.cross_validate --tried`.

All on the same folds and features, so that only what a row names differs.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC

from bot.components import training
from bot.components.features import FIELDS, Featuriser
from bot.components.vectoriser import Vectoriser, Views

Machine = Callable[[], Any]


@dataclass(frozen=True)
class Variant:
    name: str
    fields: tuple[str, ...]
    machine: Machine


def _svm() -> Any:
    return LinearSVC(C=training.C, random_state=0)


def _logistic(strength: float) -> Any:
    return OneVsRestClassifier(LogisticRegression(C=strength, solver="liblinear"))


CHARS_WORDS = ("chars", "words")
VARIANTS = (
    Variant("words, logistic", ("words",), lambda: _logistic(10)),
    Variant("words, SVM", ("words",), _svm),
    Variant("characters, SVM", ("chars",), _svm),
    Variant("characters + words, SVM", CHARS_WORDS, _svm),
    Variant("characters + words, complement Bayes", CHARS_WORDS, lambda: ComplementNB(alpha=0.3)),
    Variant("characters + words, 5 nearest", CHARS_WORDS, lambda: KNeighborsClassifier(5, weights="distance")),
    Variant("characters + words + sounds, SVM", (*CHARS_WORDS, "sounds"), _svm),
    Variant("… + concepts, SVM", (*CHARS_WORDS, "sounds", "concepts"), _svm),
    Variant("… + pairs, SVM", (*CHARS_WORDS, "sounds", "concepts", "pairs"), _svm),
    Variant("all six views, ridge", FIELDS, lambda: RidgeClassifier(alpha=1.0, solver="sparse_cg")),
    Variant("all six views, logistic", FIELDS, lambda: _logistic(30)),
    Variant("all six views, SVM (in use)", FIELDS, _svm),
)


def print_table(texts: Sequence[str], intents: Sequence[str]) -> None:
    """Accuracy over all sentences and mean over intents, columns, seconds of one fit; Markdown."""
    featuriser = Featuriser(training.learn_words(texts))
    views = [featuriser.views(text) for text in texts]
    targets = np.array(intents)
    print("| pipeline | accuracy | mean of intents | columns | one fit |\n|---|---|---|---|---|")
    for variant in VARIANTS:
        accuracy, mean, columns, seconds = _measure(variant, views, targets)
        print(f"| {variant.name} | {accuracy:.3f} | {mean:.3f} | {columns:,} | {seconds:.1f} s |", flush=True)


def _measure(variant: Variant, views: Sequence[Views], targets: np.ndarray) -> tuple[float, float, int, float]:
    answers = np.empty(len(targets), dtype=object)
    seconds = 0.0
    folds = list(StratifiedKFold(5, shuffle=True, random_state=1).split(views, targets))
    for known, unknown in folds:
        vectoriser = Vectoriser.fit(views[i] for i in known)
        seen, unseen = (_columns(vectoriser, [views[i] for i in part], variant.fields) for part in (known, unknown))
        started = time.perf_counter()
        machine = variant.machine().fit(seen, targets[known])
        seconds += time.perf_counter() - started
        answers[unknown] = machine.predict(unseen)
    right = answers == targets
    mean = float(np.mean([right[targets == intent].mean() for intent in np.unique(targets)]))
    return float(right.mean()), mean, seen.shape[1], seconds / len(folds)


def _columns(vectoriser: Vectoriser, views: Sequence[Views], fields: tuple[str, ...]) -> csr_matrix:
    """The matrix of the named views alone."""
    kept = [
        column
        for field, vocabulary in zip(FIELDS, vectoriser.vocabularies, strict=True)
        if field in fields
        for column in vocabulary.values()
    ]
    return training.to_matrix(vectoriser, views)[:, kept]
