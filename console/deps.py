"""What the console is given from outside."""

from dataclasses import dataclass, field

from base.bus import Bus
from base.clock import Clock
from base.database import Database
from base.settings import Settings
from console.feed import ByScope, Feed, Shared
from console.known import Known, Tickets
from console.live import Live
from console.waiting import waiting
from union.notices.service import NoticeQueue
from union.staff.sessions import live_ids


@dataclass
class ConsoleDeps:
    """Everything the pages use; put together by `app`."""

    settings: Settings
    database: Database
    clock: Clock
    bus: Bus
    queue: NoticeQueue
    live: Live = field(init=False)
    feed: Feed = field(init=False)
    waiting: ByScope[dict[str, int]] = field(init=False)
    live_ids: Shared[frozenset[str]] = field(init=False)
    known: dict[str, Known] = field(default_factory=dict)
    tickets: Tickets = field(default_factory=Tickets)

    def __post_init__(self) -> None:
        self.live = Live(self.bus)
        self.feed = Feed(self.database)
        self.waiting = ByScope(self.database, waiting)
        self.live_ids = Shared(self.database, lambda session: live_ids(session, list(self.known)))

    async def tell(self, member_id: str) -> None:
        """Say on the bus that this member's conversation changed."""
        await self.bus.publish("conversations", member=member_id)
