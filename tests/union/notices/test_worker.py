"""Real DBOS on both databases: nothing is lost, nothing is sent twice, a dead worker's work is taken over."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock, FixedClock, SystemClock
from base.database import Database
from base.limits import Limits
from tests.union.conftest import add_rows, member, notices
from union.notices.broadcasts import queue_broadcast
from union.notices.delivery import Delivery
from union.notices.models import Broadcast, WorkerBeat
from union.notices.queue import DbosQueue
from union.notices.sender import Outcome, Outgoing, Sender
from union.notices.service import NoQueue, queue_notice
from union.notices.worker import WorkerOptions, start_worker

CLOCK = SystemClock()
# No quiet hours and no pace to speak of, at whatever hour and speed these tests run.
LIMITS = Limits(quiet_from=time(0), quiet_until=time(0), notices_a_minute=600_000)


class Recorder:
    """Sends nothing, remembers everything."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.texts.append(outgoing.text)
        await asyncio.sleep(0)
        return Outcome("sent")


class SlowRecorder(Recorder):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.called, self.go = asyncio.Event(), asyncio.Event()

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.called.set()
        await self.go.wait()
        return await super().send(outgoing)


@asynccontextmanager
async def working(
    database: Database,
    system_url: str,
    sender: Sender,
    executor_id: str = "w1",
    clock: Clock = CLOCK,
    limits: Limits = LIMITS,
) -> AsyncIterator[None]:
    options = WorkerOptions(
        system_url,
        executor_id,
        poll_seconds=0.05,
        beat_seconds=0.1,
        sweep_seconds=0.05,
        dead_after=timedelta(seconds=0.5),
    )
    worker = await start_worker(options, Delivery(database, sender, clock, limits))
    try:
        yield
    finally:
        await worker.stop()


async def until(database: Database, reached: Callable[[list[str]], bool]) -> list[str]:
    async with asyncio.timeout(60):
        while not reached(states := [notice.state for notice in await notices(database)]):
            await asyncio.sleep(0.05)
    return states


def put(queue: DbosQueue, member_id: str, text: str) -> Callable[[AsyncSession], Awaitable[str | None]]:
    return lambda s: queue_notice(s, queue, member_id, "test", text, CLOCK.now(), text)


async def beats(database: Database, executor_id: str, times: int) -> None:
    """Wait until that worker has said `times` times that it lives."""
    seen: set[datetime] = set()
    async with asyncio.timeout(60):
        while len(seen) < times:
            async with database.read() as session:
                row = await session.get(WorkerBeat, executor_id)
            seen |= {row.seen_at} if row else set()
            await asyncio.sleep(0.02)


async def worker_process(database: Database, executor_id: str, sent: Path, fate: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.union.notices.worker_process", database.url, executor_id, str(sent), fate),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def queued_workflows(database: Database) -> int:
    table = "workflow_status" if database.is_sqlite else "dbos.workflow_status"
    async with database.read() as session:
        return await session.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0


async def test_a_rollback_leaves_nothing_queued(database: Database, queue: DbosQueue, members: list[str]) -> None:
    async def work(session: AsyncSession) -> None:
        await queue_notice(session, queue, members[0], "test", "您好", CLOCK.now(), "k")
        assert await session.scalar(sa.text("SELECT count(*) FROM notices")) == 1
        raise LookupError

    with suppress(LookupError):
        await database.transact(work)

    assert await notices(database) == []
    assert await queued_workflows(database) == 0


async def test_a_commit_is_delivered_once_and_a_members_notices_in_order(
    database: Database, system_url: str, queue: DbosQueue, members: list[str]
) -> None:
    for number in range(6):
        await database.transact(put(queue, members[number % 2], f"{number}"))
    sender = Recorder()

    async with working(database, system_url, sender):
        await until(database, lambda states: set(states) == {"sent"})

    assert sorted(sender.texts) == list("012345")
    assert [text for text in sender.texts if int(text) % 2 == 0] == list("024")
    assert [text for text in sender.texts if int(text) % 2 == 1] == list("135")


async def test_the_queue_holds_no_text(database: Database, queue: DbosQueue, members: list[str]) -> None:
    await database.transact(put(queue, members[0], "secret words"))

    table = "workflow_input" if database.is_sqlite else "dbos.workflow_input"
    async with database.read() as session:
        stored = await session.scalar(sa.text(f"SELECT inputs FROM {table}"))
    assert (await notices(database))[0].id in stored
    assert "secret words" not in stored


async def test_a_crash_between_sending_and_result_is_unknown_and_not_repeated(
    database: Database, system_url: str, queue: DbosQueue, members: list[str], tmp_path: Path
) -> None:
    await database.transact(put(queue, members[0], "first"))
    await database.transact(put(queue, members[0], "second"))
    process = await worker_process(database, "dead-worker", tmp_path / "sent", "1")
    assert await process.wait() == -9
    assert (tmp_path / "sent").read_text() == "first m1\n"
    sender = Recorder()

    async with working(database, system_url, sender, "next-worker"):
        states = await until(database, lambda states: "queued" not in states and "sending" not in states)

    assert states == ["unknown", "sent"]
    assert sender.texts == ["second"]


async def test_what_was_queued_while_no_worker_ran_is_delivered_later(
    database: Database, system_url: str, queue: DbosQueue, members: list[str]
) -> None:
    sender = Recorder()
    async with working(database, system_url, sender):
        pass
    await database.transact(put(queue, members[0], "later"))

    async with working(database, system_url, sender, "w2"):
        await until(database, lambda states: states == ["sent"])

    assert sender.texts == ["later"]


@pytest.mark.usefixtures("system_url")
async def test_several_workers_send_each_notice_once(
    database: Database, queue: DbosQueue, members: list[str], tmp_path: Path
) -> None:
    workers = [await worker_process(database, f"w{n}", tmp_path / f"sent{n}", "lives") for n in range(2)]
    for number in range(12):
        await database.transact(put(queue, members[number % 3], f"{number}"))

    await until(database, lambda states: set(states) == {"sent"})

    for worker in workers:
        await worker.communicate(b"stop\n")
    sent = [line.split()[0] for file in tmp_path.glob("sent*") for line in file.read_text().splitlines()]
    assert sorted(sent, key=int) == [f"{number}" for number in range(12)]


async def test_the_work_of_a_living_worker_is_left_alone(
    database: Database, system_url: str, queue: DbosQueue, members: list[str], tmp_path: Path
) -> None:
    """A slow call to the platform is no death: the other worker looks many times and leaves it."""
    slow = SlowRecorder()
    await database.transact(put(queue, members[0], "slow"))

    async with working(database, system_url, slow):
        await slow.called.wait()
        other = await worker_process(database, "other", tmp_path / "sent", "lives")
        assert other.stdout is not None
        assert await other.stdout.readline() == b"ready\n"
        await beats(database, "other", 5)
        assert [notice.state for notice in await notices(database)] == ["sending"]
        slow.go.set()
        await until(database, lambda states: states == ["sent"])
        await other.communicate(b"stop\n")

    assert slow.texts == ["slow"]
    assert not (tmp_path / "sent").exists()


class MemberRecorder(Recorder):
    """Remembers to whom it sent."""

    def __init__(self) -> None:
        super().__init__()
        self.members: list[str] = []

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.members.append(outgoing.member_id)
        return await super().send(outgoing)


class Putting(Recorder):
    """Puts the first sending of this text off."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    async def send(self, outgoing: Outgoing) -> Outcome:
        await super().send(outgoing)
        if outgoing.text == self.text and self.texts.count(self.text) == 1:
            return Outcome("later", "忙", wait=timedelta(seconds=0.5))
        return Outcome("sent")


async def test_one_put_off_is_sent_again_and_not_overtaken(
    database: Database, system_url: str, queue: DbosQueue, members: list[str]
) -> None:
    for text in "012":
        await database.transact(put(queue, members[0], text))
    sender = Putting("0")

    async with working(database, system_url, sender):
        await until(database, lambda states: set(states) == {"sent"})

    assert sender.texts == ["0", "0", "1", "2"]


async def test_a_clock_moved_on_by_a_day_delivers_the_reminder(
    database: Database, system_url: str, queue: DbosQueue, members: list[str], clock: FixedClock
) -> None:
    due = clock.now() + timedelta(days=1)
    await database.transact(
        lambda s: queue_notice(s, queue, members[0], "events.reminder", "明天见", clock.now(), "k", due=due)
    )
    sender = Recorder()

    async with working(database, system_url, sender, clock=clock):
        await beats(database, "w1", 5)
        assert sender.texts == []
        clock.move(timedelta(days=1))
        await until(database, lambda states: states == ["sent"])

    assert sender.texts == ["明天见"]


def broadcast(queue: DbosQueue, members: list[str]) -> Callable[[AsyncSession], Awaitable[Broadcast]]:
    return lambda s: queue_broadcast(s, queue, members, "broadcast", "放假通知", CLOCK.now(), "b")


async def crowd(database: Database, size: int) -> list[str]:
    await add_rows(database, *(member(number) for number in range(1, size + 1)))
    return [f"m{number}" for number in range(1, size + 1)]


async def test_a_worker_killed_in_the_middle_of_a_batch_is_followed_by_another_and_nobody_gets_it_twice(
    database: Database, system_url: str, queue: DbosQueue, tmp_path: Path
) -> None:
    ids = await crowd(database, 30)
    await database.transact(broadcast(queue, ids))
    process = await worker_process(database, "dead-worker", tmp_path / "sent", "12")
    assert await process.wait() == -9
    before = [line.split()[1] for line in (tmp_path / "sent").read_text().splitlines()]
    sender = MemberRecorder()

    async with working(database, system_url, sender, "next-worker"):
        states = await until(database, lambda states: not {"queued", "sending", "waiting"} & set(states))

    assert len(before) == 12
    assert not set(before) & set(sender.members)
    assert "unknown" in states
    unknown = {row.member_id for row in await notices(database) if row.state == "unknown"}
    assert set(before) | set(sender.members) | unknown == set(ids)
    assert not unknown & set(sender.members)


@pytest.mark.usefixtures("system_url")
async def test_two_workers_send_a_broadcast_once_to_each(database: Database, queue: DbosQueue, tmp_path: Path) -> None:
    ids = await crowd(database, 230)
    workers = [await worker_process(database, f"w{n}", tmp_path / f"sent{n}", "lives") for n in range(2)]
    await database.transact(broadcast(queue, ids))

    await until(database, lambda states: set(states) == {"sent"})

    for worker in workers:
        await worker.communicate(b"stop\n")
    sent = [line.split()[1] for file in tmp_path.glob("sent*") for line in file.read_text().splitlines()]
    assert sorted(sent) == sorted(ids)


async def test_no_more_are_sent_than_the_platform_allows_a_minute(
    database: Database, system_url: str, queue: DbosQueue, members: list[str]
) -> None:
    for number in range(6):
        await database.transact(put(queue, members[number % 3], f"{number}"))
    sender = Recorder()
    slow = LIMITS.model_copy(update={"notices_a_minute": 4})  # two a minute for single notices

    async with working(database, system_url, sender, limits=slow):
        await until(database, lambda states: states.count("sent") == 2)
        await beats(database, "w1", 8)
        assert len(sender.texts) == 2


async def test_a_notice_whose_workflow_gave_up_is_sent_after_all(
    database: Database, system_url: str, queue: DbosQueue, members: list[str], clock: FixedClock
) -> None:
    await database.transact(lambda s: queue_notice(s, NoQueue(), members[0], "events.booked", "您好", clock.now(), "k"))
    sender = Recorder()

    async with working(database, system_url, sender, clock=clock):
        await beats(database, "w1", 5)
        assert sender.texts == []
        clock.move(timedelta(minutes=11))
        await until(database, lambda states: states == ["sent"])

    assert sender.texts == ["您好"]
