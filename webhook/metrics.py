"""What operators watch: one registry an app, so that two apps in one process do not collide."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 4.5, 10)


class Metrics:
    """Counters of one web process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "unionbot_messages_total",
            "Callbacks by kind and how they were answered.",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "unionbot_turn_seconds", "From arrival to response.", buckets=BUCKETS, registry=self.registry
        )
        self.duplicates = Counter(
            "unionbot_duplicates_total", "Repeats of a message already claimed.", registry=self.registry
        )
        self.deadline_misses = Counter(
            "unionbot_deadline_misses_total", "Requests whose reply was not ready in time.", registry=self.registry
        )
        self.refused = Counter(
            "unionbot_refused_total", "Requests refused, by reason.", ["reason"], registry=self.registry
        )
        self.pushes = Counter(
            "unionbot_pushes_total", "Late replies pushed, by outcome.", ["outcome"], registry=self.registry
        )

    def page(self) -> bytes:
        """The text Prometheus reads."""
        return generate_latest(self.registry)
