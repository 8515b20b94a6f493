"""What the WeChat side needs from outside, put together in app/ and in tests."""

from dataclasses import dataclass, field
from functools import cached_property

from base.bus import Bus
from base.clock import Clock
from base.database import Database
from base.settings import Settings
from union.coded.service import CodedReplies
from union.notices.results import settle_result
from union.notices.service import NoQueue, NoticeQueue
from webhook.conversation import Conversations
from webhook.engines import Engines
from webhook.metrics import Metrics
from webhook.opt_in.consents import Consents
from webhook.outbound import RenderedSender
from webhook.pictures import Download, Pictures, no_platform


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
    queue: NoticeQueue = field(default_factory=NoQueue)
    coded: CodedReplies = field(default_factory=lambda: CodedReplies([]))
    download: Download = no_platform

    @cached_property
    def conversations(self) -> Conversations:
        """The transactions of a message."""
        consents = Consents(self.settings, settle_result)
        return Conversations(self.database, self.settings.limits, self.queue, self.coded, consents)

    @cached_property
    def pictures(self) -> Pictures:
        """The downloads of this process."""
        return Pictures(self.database, self.clock, self.settings.limits.image_bytes, self.download)
