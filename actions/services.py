"""What actions need of the rest of the house, put together by `app` and passed in."""

from dataclasses import dataclass, field

from base.bus import Bus
from base.clock import Clock
from base.database import Database
from base.limits import Limits
from knowledge.live import LiveKnowledge
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding


@dataclass(frozen=True)
class Services:
    """The parts an action may call."""

    database: Database
    clock: Clock
    knowledge: LiveKnowledge
    notices: NoticeQueue
    bus: Bus
    holdings: tuple[Holding, ...] = ()
    limits: Limits = field(default_factory=Limits)
