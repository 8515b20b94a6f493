"""What operators watch about notices. The registry is the process's own, given in by `app`."""

from prometheus_client import CollectorRegistry, Counter, Gauge

from union.notices.kinds import all_kinds


class NoticeMetrics:
    """Counters of one worker. Made once a registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._ended = Counter(
            "unionbot_notices_total", "Notices by kind and what became of them.", ["kind", "outcome"], registry=registry
        )
        self._oldest = Gauge(
            "unionbot_notices_oldest_due_seconds",
            "How long the oldest notice that is due has not been sent.",
            registry=registry,
        )

    def count(self, kind: str, outcome: str) -> None:
        """One notice came into this state; `waiting`: it was put off."""
        known = kind if kind in all_kinds().kinds else "other"
        self._ended.labels(known, outcome).inc()

    def set_oldest(self, seconds: float) -> None:
        self._oldest.set(seconds)
