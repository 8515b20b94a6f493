"""Random sequences of everything that can happen to an event: after each step the numbers must add up."""

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
from tests.union.conftest import add_rows, event, meeting, member
from tests.union.events.helpers import book, check_numbers
from union.events import service as events
from union.events.models import LIVE, Booking
from union.events.service import Person, Refused
from union.events.terms import EventPolicy
from union.notices.service import NoQueue

NO = NoQueue()
MEMBERS = [f"m{number}" for number in range(1, 7)]
SESSIONS = ["s1", "s2"]
MAN, WOMAN = Person(gender="male"), Person(gender="female")


class Life(RuleBasedStateMachine):
    """One event with two sessions of three places (two for men, two for women), six members, and the clock."""

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
        starts = WEDNESDAY + timedelta(days=7)
        quotas = {"total": 3, "men": 2, "women": 2}
        sessions = [meeting(name, starts + n * timedelta(hours=5), quotas=quotas) for n, name in enumerate(SESSIONS)]
        policy = EventPolicy(offer_hours=2, hold_minutes=30)
        await add_rows(self.database, *[member(n) for n in range(1, 7)], event(sessions=sessions, policy=policy))

    def bookings(self) -> list[Booking]:
        async def live() -> list[Booking]:
            async with self.database.read() as session:
                found = await session.scalars(select(Booking).where(Booking.status.in_(LIVE)).order_by(Booking.code))
                return list(found)

        return self.do(live())  # type: ignore[no-any-return]

    @rule(who=st.sampled_from(MEMBERS), at=st.sampled_from(SESSIONS), places=st.integers(1, 2), wait=st.booleans())
    def sign_up(self, who: str, at: str, places: int, wait: bool) -> None:
        self.keys += 1
        person = MAN if who < "m4" else WOMAN
        more: dict[str, Any] = {"person": person, "wait": wait, "now": self.now, "key": f"key-{self.keys}"}
        first = self.do(book(self.database, who, event_id=at, places=places, **more))
        again = self.do(book(self.database, who, event_id=at, places=places, **more))
        if not isinstance(first, Refused):
            assert again.booking.id == first.booking.id

    @rule(who=st.sampled_from(MEMBERS), at=st.sampled_from(SESSIONS), places=st.integers(1, 2))
    def hold(self, who: str, at: str, places: int) -> None:
        person = MAN if who < "m4" else WOMAN
        self.verb(lambda s, key: events.hold(s, NO, who, at, places=places, key=key, now=self.now, person=person))

    @rule(which=st.integers(0, 20))
    def cancel(self, which: int) -> None:
        if found := self.bookings():
            booking = found[which % len(found)]
            self.verb(lambda s, key: events.cancel(s, NO, booking.member_id, booking.id, key=key, now=self.now))

    @rule(which=st.integers(0, 20))
    def accept(self, which: int) -> None:
        if found := [booking for booking in self.bookings() if booking.status == "offered"]:
            booking = found[which % len(found)]
            self.verb(lambda s, key: events.accept(s, NO, booking.member_id, booking.id, key=key, now=self.now))

    @rule(which=st.integers(0, 20), to=st.sampled_from(SESSIONS))
    def change(self, which: int, to: str) -> None:
        if found := self.bookings():
            mine = found[which % len(found)]
            person = MAN if mine.member_id < "m4" else WOMAN
            self.verb(
                lambda s, key: events.change(s, NO, mine.member_id, mine.id, to, key=key, now=self.now, person=person)
            )

    @rule(which=st.integers(0, 20), at=st.sampled_from(SESSIONS))
    def check_in(self, which: int, at: str) -> None:
        if found := self.bookings():
            code = found[which % len(found)].code
            self.verb(lambda s, key: events.check_in(s, code, at, by="小李", key=key, now=self.now))

    @rule(at=st.sampled_from(SESSIONS), who=st.sampled_from(["total", "men", "women"]), capacity=st.integers(0, 5))
    def set_quota(self, at: str, who: str, capacity: int) -> None:
        self.verb(lambda s, _: events.set_quota(s, NO, at, who, capacity, now=self.now))

    @precondition(lambda self: self.keys > 15)
    @rule(at=st.sampled_from(SESSIONS))
    def call_off(self, at: str) -> None:
        self.verb(lambda s, key: events.call_off_session(s, at, "", key=key, by="小李", now=self.now))

    @rule(at=st.sampled_from(SESSIONS))
    def mark_no_shows(self, at: str) -> None:
        self.verb(lambda s, _: events.mark_no_shows(s, NO, at, by="小李", now=self.now))

    @rule(minutes=st.sampled_from([1, 20, 60, 180, 2000]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        self.verb(lambda s, _: events.sweep(s, NO, self.now))

    @invariant()
    def the_numbers_add_up(self) -> None:
        self.do(check_numbers(self.database, self.now))

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
def test_whatever_happens_the_numbers_add_up(url: str) -> None:
    machine = type("Life", (Life,), {"url": url})
    examples = 25 if url.startswith("sqlite") else 8
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
