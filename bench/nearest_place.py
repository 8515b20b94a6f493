"""The nearest open places out of ten thousand: the search in memory that a member's location starts."""

import random
import statistics
import time
from collections.abc import Sequence
from datetime import datetime

from base.clock import SHANGHAI
from bench.results import Result
from union.places.geo import Point
from union.places.index import Index
from union.places.wish import Spot, Wish

NAME = "nearest-place-ms"
PLACES, TIMES = 10_000, 500
NOW = datetime(2026, 11, 18, 13, 0, tzinfo=SHANGHAI)
HOURS = ("24/7", "Mo-Fr 08:00-18:00", "Mo-Su 06:00-22:00", "")
FACILITIES = ("热水、空调", "热水、充电、座椅", "空调、微波炉", "")


def run(_: Sequence[str]) -> list[Result]:
    """The median; in `p99_ms` the slowest in a hundred."""
    chance = random.Random(1)  # the same places in every run
    index = Index(_spots(chance))
    took = []
    for _time in range(TIMES):
        point, wish = Point(*_somewhere(chance)), Wish(NOW, "station", frozenset({"热水"}))
        began = time.perf_counter()
        index.near(point, wish)
        took.append((time.perf_counter() - began) * 1e3)
    slowest = statistics.quantiles(took, n=100)[98]
    note = f"median; {PLACES} places, open now, with hot water; p99 {slowest:.2f} ms"
    return [Result(NAME, statistics.median(took), None, "ms", "lower", note, {"p99_ms": slowest})]


def _spots(chance: random.Random) -> list[Spot]:
    return [
        Spot(f"p{number}", "station", f"驿站{number}", "", "杭州市", "上城区", "", *_somewhere(chance),
             chance.choice(HOURS), "", "", chance.choice(FACILITIES), "", "2026-11")
        for number in range(PLACES)
    ]  # fmt: skip


def _somewhere(chance: random.Random) -> tuple[float, float]:
    """Latitude and longitude in Zhejiang."""
    return chance.uniform(27.2, 31.2), chance.uniform(118.0, 122.8)
