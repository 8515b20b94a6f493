"""Percentiles are measured values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.latency import latency, percentile

samples = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1)


def test_percentiles_of_a_hundred_samples() -> None:
    hundred = [float(number) for number in range(100, 0, -1)]
    assert (percentile(hundred, 0.5), percentile(hundred, 0.99), percentile(hundred, 1.0)) == (50, 99, 100)


def test_one_sample_is_every_percentile() -> None:
    assert [percentile([7.0], share) for share in (0, 0.5, 0.99, 1)] == [7.0] * 4


def test_no_samples_are_refused() -> None:
    with pytest.raises(ValueError, match="no samples"):
        percentile([], 0.5)


@given(samples, st.floats(0, 1))
def test_at_least_that_share_is_no_larger(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)


@given(samples)
def test_percentiles_are_in_order(values: list[float]) -> None:
    found = latency(values)
    assert min(values) <= found.p50 <= found.p99 <= found.worst == max(values)
