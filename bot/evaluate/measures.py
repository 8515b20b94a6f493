"""Measures of a classifier, from probabilities and right answers."""

from collections import Counter
from collections.abc import Sequence

import numpy as np


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Mean distance of confidence and accuracy over equal bins, weighted by size; 0 is perfect."""
    return float(sum(size * abs(mean - share) for size, mean, share in reliability(confidence, right, bins))) / max(
        len(right), 1
    )


def reliability(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> list[tuple[int, float, float]]:
    """For each bin that holds any: how many, their mean confidence, the share that is right."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        (int((places == i).sum()), float(confidence[places == i].mean()), float(right[places == i].mean()))
        for i in range(bins)
        if (places == i).any()
    ]


def area_under_curve(scores: np.ndarray, positive: np.ndarray) -> float:
    """AUROC: how often a positive scores above a negative (ties count half)."""
    order = np.argsort(scores, kind="stable")
    values, ranks = scores[order], np.empty(len(scores))
    _, first, counts = np.unique(values, return_index=True, return_counts=True)
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    number = int(positive.sum())
    rest = len(scores) - number
    return (
        float((ranks[positive].sum() - number * (number + 1) / 2) / (number * rest))
        if number and rest
        else float("nan")
    )


def confusions(expected: Sequence[str], got: Sequence[str]) -> list[tuple[tuple[str, str], int]]:
    """(right intent, answer given) -> how often, the worst first."""
    wrong = ((want, have) for want, have in zip(expected, got, strict=True) if want != have)
    return Counter(wrong).most_common()
