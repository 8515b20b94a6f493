"""What the console is given from outside."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from base.bus import Bus
from base.clock import Clock
from base.database import Database
from base.settings import Settings
from console.activity import Activity
from console.feed import ByScope, Feed, Shared
from console.known import Known, Tickets
from console.live import Live
from console.quoting import Quoting
from console.waiting import waiting
from union.handoff.presence import Present, present
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding
from union.privacy.holdings import HOLDINGS
from union.staff.sessions import live_ids


@dataclass
class ConsoleDeps:
    """Everything the pages use; put together by `app`."""

    settings: Settings
    database: Database
    clock: Clock
    bus: Bus
    queue: NoticeQueue
    holdings: Sequence[Holding] = HOLDINGS  # of all features; the web process adds the channel's own
    fresh_seconds: float = 2.0  # for so long a page that opens takes what another has read, while nothing changed
    live: Live = field(init=False)
    feed: Feed = field(init=False)
    waiting: ByScope[dict[str, int]] = field(init=False)
    live_ids: Shared[frozenset[str]] = field(init=False)
    known: dict[str, Known] = field(default_factory=dict)
    tickets: Tickets = field(default_factory=Tickets)
    present: Shared[list[Present]] = field(init=False)
    activity: Activity = field(init=False)
    quoting: Quoting = field(init=False)

    def __post_init__(self) -> None:
        self.activity = Activity(self.bus, self.clock)
        self.quoting = Quoting(self.database)
        self.live = Live(self.bus, self.activity)
        self.feed = Feed(self.database, fresh_seconds=self.fresh_seconds)
        self.waiting = ByScope(self.database, waiting, fresh_seconds=self.fresh_seconds)
        self.live.changed.subscribe(self.forget)
        self.live_ids = Shared(self.database, lambda session: live_ids(session, list(self.known)))
        limits = self.settings.limits
        self.present = Shared(self.database, lambda session: present(session, self.clock.now(), limits=limits))

    def forget(self) -> None:
        """Something changed: pages read anew. Called before they are woken."""
        self.feed.forget()
        self.waiting.forget()

    async def tell(self, member_id: str) -> None:
        """Say on the bus that this member's conversation changed."""
        await self.bus.publish("conversations", member=member_id)
