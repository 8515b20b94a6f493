"""Random sequences of what can happen to batches: the ledger and the places must add up after each step."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from base.database import Base, Database
from base.encryption import Keyring
from tests.conftest import WEDNESDAY, ready_database
from tests.union.conftest import meeting
from tests.union.events.helpers import book
from tests.union.excursions.helpers import DAY, KIND, NO, batch, check_ledger, prepare
from union.events import service as events
from union.events.models import LIVE, SEATED, Booking, Quota
from union.events.service import Person
from union.events.terms import EventPolicy
from union.excursions import service as excursions
from union.excursions.terms import Amount

MEMBERS = [f"m{number}" for number in range(1, 6)]
BATCHES = ["b1", "s1", "s2"]
PEOPLE = {who: Person(branch="东分会" if who < "m3" else "西分会") for who in MEMBERS}


class Batches(RuleBasedStateMachine):
    """A batch of three days in this year, one of two in this year and the next, five members of two branches."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now, self.keys = WEDNESDAY, 0
        self.database = Database(self.url, Keyring(["test-secret"]), pool_size=1)
        self.do(self._begin())

    def do(self, work: Awaitable[Any]) -> Any:
        return self.runner.run(_await(work))

    def verb(self, verb: Callable[[Any, str], Awaitable[Any]]) -> Any:
        self.keys += 1
        return self.do(self.database.transact(lambda session: verb(session, f"key-{self.keys}")))

    async def _begin(self) -> None:
        async def empty(session: Any) -> None:
            for table in reversed(Base.metadata.sorted_tables):
                await session.execute(delete(table))

        await self.database.transact(empty)
        policy = EventPolicy(offer_hours=2, hold_minutes=30)
        dates = [WEDNESDAY + 20 * DAY, WEDNESDAY + 60 * DAY]
        sessions = [meeting(f"s{n}", one, ends=one + 2 * DAY, quotas={"total": 3}) for n, one in enumerate(dates, 1)]
        first = batch("b1", 3, capacity=3, policy=policy, min_group=2, group_deadline=WEDNESDAY + 8 * DAY)
        second = batch("s", 2, sessions=sessions, policy=policy, sign_up_closes=WEDNESDAY + 19 * DAY)
        await prepare(self.database, first, second, members=5, carry_days=1)

    def bookings(self) -> list[Booking]:
        async def live() -> list[Booking]:
            async with self.database.read() as session:
                found = await session.scalars(select(Booking).where(Booking.status.in_(LIVE)).order_by(Booking.code))
                return list(found)

        return self.do(live())  # type: ignore[no-any-return]

    @rule(who=st.sampled_from(MEMBERS), at=st.sampled_from(BATCHES), places=st.integers(1, 2), wait=st.booleans())
    def sign_up(self, who: str, at: str, places: int, wait: bool) -> None:
        self.keys += 1
        more: dict[str, Any] = {"person": PEOPLE[who], "wait": wait, "now": self.now, "key": f"key-{self.keys}"}
        self.do(book(self.database, who, event_id=at, places=places, **more))

    @rule(who=st.sampled_from(MEMBERS), at=st.sampled_from(BATCHES))
    def hold(self, who: str, at: str) -> None:
        person = PEOPLE[who]
        self.verb(lambda s, key: events.hold(s, NO, who, at, places=1, key=key, now=self.now, person=person))

    @rule(which=st.integers(0, 20))
    def cancel(self, which: int) -> None:
        if found := self.bookings():
            one = found[which % len(found)]
            self.verb(lambda s, key: events.cancel(s, NO, one.member_id, one.id, key=key, now=self.now))

    @rule(which=st.integers(0, 20), to=st.sampled_from(["s1", "s2"]))
    def change(self, which: int, to: str) -> None:
        if found := self.bookings():
            one = found[which % len(found)]
            person = PEOPLE[one.member_id]
            self.verb(
                lambda s, key: events.change(s, NO, one.member_id, one.id, to, key=key, now=self.now, person=person)
            )

    @rule(who=st.sampled_from(MEMBERS), days=st.integers(-3, 3))
    def grant(self, who: str, days: int) -> None:
        amount = Amount(days, 600 * days)
        self.verb(lambda s, key: excursions.grant(s, who, KIND, amount, key=key, by="小李", now=self.now))

    @rule(at=st.sampled_from(BATCHES), branch=st.sampled_from(["东分会", "西分会"]), places=st.integers(0, 3))
    def allot(self, at: str, branch: str, places: int) -> None:
        until = self.now + DAY
        self.verb(
            lambda s, key: excursions.allot(s, NO, at, branch, places, until=until, key=key, by="小李", now=self.now)
        )

    @precondition(lambda self: self.keys > 15)
    @rule(at=st.sampled_from(BATCHES))
    def call_off(self, at: str) -> None:
        self.verb(lambda s, key: events.call_off_session(s, at, "", key=key, by="小李", now=self.now))

    @rule(hours=st.sampled_from([1, 3, 30, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        self.verb(lambda s, _: events.sweep(s, NO, self.now))

    @invariant()
    def the_ledger_adds_up(self) -> None:
        self.do(check_ledger(self.database))

    @invariant()
    def no_place_is_lost_or_sold_twice(self) -> None:
        self.do(self._check_places())

    async def _check_places(self) -> None:
        async with self.database.read() as session:
            bookings = (await session.scalars(select(Booking).where(Booking.status.in_(SEATED)))).all()
            quotas = (await session.scalars(select(Quota))).all()
        for quota in quotas:
            assert quota.taken == sum(one.places for one in bookings if quota.id in one.quota_ids)
        for at in BATCHES:
            assert sum(quota.capacity for quota in quotas if quota.session_id == at) == 3

    def teardown(self) -> None:
        self.do(self.database.close())
        self.runner.close()


async def _await(work: Awaitable[Any]) -> Any:
    return await work


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield from ready_database(request, Path(folder))


@pytest.mark.timeout(120)
def test_whatever_happens_the_ledger_adds_up(url: str) -> None:
    machine = type("Batches", (Batches,), {"url": url})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20 if url.startswith("sqlite") else 6,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
