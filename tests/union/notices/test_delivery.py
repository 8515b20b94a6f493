"""A notice is sent at most once, and its state says honestly how it ended."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from base.clock import FixedClock
from base.database import Database
from tests.union.conftest import notices
from union.notices.delivery import STALE_AFTER, deliver, give_up_stale
from union.notices.models import Notice
from union.notices.sender import Outcome, Outgoing
from union.notices.service import NoQueue, queue_notice
from union.notices.texts import INTERRUPTED


class FakeSender:
    """Answers with one outcome, or raises it; remembers what it was asked to send."""

    def __init__(self, answer: Outcome | Exception) -> None:
        self.answer = answer
        self.calls: list[tuple[str, str]] = []

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.calls.append((outgoing.member_id, outgoing.text))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
async def notice(database: Database, members: list[str], clock: FixedClock) -> str:
    notice_id = await database.transact(
        lambda s: queue_notice(s, NoQueue(), members[0], "test", "您好", clock.now(), "k1")
    )
    assert notice_id is not None
    return notice_id


@pytest.mark.parametrize("state", ["sent", "failed", "unknown"])
async def test_the_outcome_is_kept_and_never_tried_again(
    database: Database, clock: FixedClock, notice: str, state: str
) -> None:
    sender = FakeSender(Outcome(state, "因为"))  # type: ignore[arg-type]

    states = [await deliver(database, sender, notice, clock) for _ in range(3)]

    assert states == [state] * 3
    assert sender.calls == [("m1", "您好")]
    [row] = await notices(database)
    assert (row.state, row.reason, row.done_at) == (state, "因为", clock.now())


async def test_a_sender_that_raises_leaves_the_notice_unknown(
    database: Database, clock: FixedClock, notice: str
) -> None:
    assert await deliver(database, FakeSender(TimeoutError()), notice, clock) == "unknown"

    [row] = await notices(database)
    assert "TimeoutError" in row.reason


async def test_found_in_sending_means_unknown_and_is_not_sent_again(
    database: Database, clock: FixedClock, notice: str
) -> None:
    await database.transact(lambda s: s.execute(update(Notice).values(state="sending")))
    sender = FakeSender(Outcome("sent"))

    assert await deliver(database, sender, notice, clock) == "unknown"

    assert sender.calls == []
    assert (await notices(database))[0].reason == INTERRUPTED


async def test_sending_for_too_long_becomes_unknown(database: Database, clock: FixedClock, notice: str) -> None:
    await database.transact(lambda s: s.execute(update(Notice).values(state="sending", sending_at=clock.now())))
    await database.transact(lambda s: give_up_stale(s, clock.now()))
    assert (await notices(database))[0].state == "sending"

    clock.move(STALE_AFTER + timedelta(seconds=1))
    await database.transact(lambda s: give_up_stale(s, clock.now()))

    assert (await notices(database))[0].state == "unknown"


async def test_an_erased_notice_is_gone(database: Database, clock: FixedClock) -> None:
    assert await deliver(database, FakeSender(Outcome("sent")), "nothing", clock) == "gone"


async def test_the_same_key_queues_once(database: Database, clock: FixedClock, notice: str) -> None:
    again = await database.transact(lambda s: queue_notice(s, NoQueue(), "m1", "test", "您好", clock.now(), "k1"))

    assert again is None
    assert len(await notices(database)) == 1
