"""Fits the intent model. Only training imports sklearn and jieba; a running engine never does."""

import logging
import tempfile
import warnings
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.components.features import Featuriser
from bot.components.linear_model import LinearModel, softmax
from bot.components.safety import DANGERS
from bot.components.vectoriser import Vectoriser, Views
from knowledge.normalise import normalise

C = 1.0
BALANCE = 0.3  # 0: intents count as often as they are written, 1: all the same
DANGER = 2.0  # how much more a missed crisis or urgent dispute weighs
FOLDS = 5


def train(texts: Sequence[str], intents: Sequence[str]) -> LinearModel:
    """A calibrated model. Deterministic; 6 to 12 s for 11,000 sentences and 46 intents on one core."""
    featuriser = Featuriser(learn_words(texts))
    views = [featuriser.views(text) for text in texts]
    return train_on_views(featuriser, views, intents)


def train_on_views(featuriser: Featuriser, views: Sequence[Views], intents: Sequence[str]) -> LinearModel:
    vectoriser = Vectoriser.fit(views)
    matrix = to_matrix(vectoriser, views)
    labels = sorted(set(intents))
    targets = np.array([labels.index(intent) for intent in intents])
    importance = np.array([DANGER if label in DANGERS else 1.0 for label in labels])
    temperature = calibrate(out_of_fold(matrix, targets, importance), targets)
    weights, bias = fit(matrix, targets, importance)
    return LinearModel(labels, featuriser, vectoriser, weights, bias, temperature)


def learn_words(texts: Sequence[str]) -> list[str]:
    """Words of two signs and more that jieba finds in the sentences."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba imports pkg_resources
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.tmp_dir = folder  # its cache in the common temporary folder clashes between users
        words = {word for text in texts for word in tokenizer.cut(normalise(text), HMM=False)}
    return sorted(word for word in words if len(word) > 1 and not word.isspace())


def to_matrix(vectoriser: Vectoriser, views: Sequence[Views]) -> csr_matrix:
    """(texts, columns)."""
    vectors = [vectoriser.transform(view) for view in views]
    ends = np.cumsum([0, *(len(indices) for indices, _ in vectors)])
    indices = np.concatenate([indices for indices, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, indices, ends), shape=(len(vectors), len(vectoriser.idf)))


def fit(matrix: csr_matrix, targets: np.ndarray, importance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns, labels) and bias (labels,) of one-against-the-rest support vector machines.

    `importance` (labels,): how much a missed text of each label weighs, beside the balance of their sizes.
    """
    labels = len(importance)
    counts = np.bincount(targets, minlength=labels)
    balance = {i: float((counts.mean() / count) ** BALANCE * importance[i]) for i, count in enumerate(counts) if count}
    machine = LinearSVC(C=C, class_weight=balance, random_state=0).fit(matrix, targets)
    weights = np.zeros((matrix.shape[1], labels), dtype=np.float32)
    bias = np.full(labels, -9.0, dtype=np.float32)  # a label unseen in this fold never wins
    coefficients, intercepts = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # sklearn keeps one row for two labels
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.append(-intercepts, intercepts)
    weights[:, machine.classes_] = coefficients.T
    bias[machine.classes_] = intercepts
    return weights, bias


def out_of_fold(matrix: csr_matrix, targets: np.ndarray, importance: np.ndarray) -> np.ndarray:
    """Scores (texts, labels), each by a model that has not seen the text."""
    scores = np.zeros((len(targets), len(importance)), dtype=np.float32)
    smallest = int(np.bincount(targets, minlength=len(importance)).min())
    folds = StratifiedKFold(max(2, min(FOLDS, smallest)), shuffle=True, random_state=0)
    for known, unknown in folds.split(matrix, targets):
        weights, bias = fit(matrix[known], targets[known], importance)
        scores[unknown] = matrix[unknown] @ weights + bias
    return scores


def calibrate(scores: np.ndarray, targets: np.ndarray) -> float:
    """The temperature under which the right answers are likeliest."""

    def loss(temperature: float) -> float:
        chosen = softmax(scores / temperature)[np.arange(len(targets)), targets]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return float(minimize_scalar(loss, bounds=(0.02, 2.0), method="bounded").x)
