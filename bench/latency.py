"""Latencies in a few numbers."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Latency:
    """Percentiles in the unit of the samples."""

    p50: float
    p99: float
    worst: float


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least `share` (0 to 1) of them do not exceed: always one that was measured.

    Raises:
        ValueError: there are no samples.
    """
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    rank = -int(-share * len(ordered) // 1)  # rounded up
    return ordered[max(rank, 1) - 1]


def latency(samples: Sequence[float]) -> Latency:
    """The percentiles of the samples."""
    return Latency(percentile(samples, 0.5), percentile(samples, 0.99), max(samples))
