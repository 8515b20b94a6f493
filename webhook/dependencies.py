"""What the WeChat side needs from outside, put together in app/ and in tests."""

from dataclasses import dataclass, field

from base.bus import Bus
from base.clock import Clock
from base.database import Database
from base.settings import Settings
from webhook.engines import Engines
from webhook.metrics import Metrics
from webhook.outbound import RenderedSender


@dataclass(frozen=True)
class Timing:
    """Seconds of real time; the platform disconnects 5 s after a request."""

    budget: float = 4.5  # a response leaves at the latest
    hold: float = 8.0  # how long a request is kept open that the platform shall repeat
    renew: float = 2.0  # between renewals of a lease
    poll: float = 0.2  # between looks at a claim another process works on
    fetch: float = 3.5  # how long 继续 waits for a reply that is still being made
    sweep: float = 10.0  # between looks for claims of dead processes
    drain: float = 25.0  # how long a shutdown waits for turns under way


@dataclass(frozen=True)
class Dependencies:
    """The parts one web process is made of. The caller closes what it made; the app drains its own work."""

    settings: Settings
    database: Database
    clock: Clock
    bus: Bus
    engines: Engines
    sender: RenderedSender
    timing: Timing = Timing()
    metrics: Metrics = field(default_factory=Metrics)
