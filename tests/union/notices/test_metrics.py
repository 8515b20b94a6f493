"""What operators see of notices."""

from prometheus_client import CollectorRegistry

from base.clock import FixedClock
from base.database import Database
from tests.union.notices.test_sweep import Scripted
from union.notices.delivery import Delivery
from union.notices.metrics import NoticeMetrics
from union.notices.sender import Outcome
from union.notices.service import NoQueue, queue_notice
from union.notices.steps import Turn


async def test_each_step_is_counted_by_kind_and_told(database: Database, members: list[str], clock: FixedClock) -> None:
    registry, told = CollectorRegistry(), list[str]()

    async def tell(member_id: str) -> None:
        told.append(member_id)

    sender = Scripted(Outcome("failed"), Outcome("later"))
    delivery = Delivery(database, sender, clock, tell=tell, metrics=NoticeMetrics(registry))
    for kind in ("events.booked", "made.up"):
        notice = await database.transact(
            lambda s, kind=kind: queue_notice(s, NoQueue(), members[0], kind, "您好", clock.now(), kind)  # type: ignore[misc]
        )
        assert notice is not None
        await delivery.run(Turn(notice))
        await delivery.run(Turn(notice))

    def count(kind: str, outcome: str) -> float | None:
        return registry.get_sample_value("unionbot_notices_total", {"kind": kind, "outcome": outcome})

    assert (count("events.booked", "failed"), count("other", "waiting")) == (1, 1)
    assert told == [members[0]] * 2

    delivery.metrics.set_oldest(7)
    assert registry.get_sample_value("unionbot_notices_oldest_due_seconds") == 7
