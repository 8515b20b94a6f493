"""A recorded sign-up is replayed with keys of its own."""

from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.schema import sync_url
from base.database import Database
from bench.attempts import event, signed_up
from bench.raw_sql import Recipe, _attempt, _connected, recorded
from union.events.models import Booking
from union.members.models import Member
from union.notices.models import Notice
from union.notices.queue import DbosQueue

NOW = datetime(2026, 11, 18, tzinfo=UTC)

ALICE, BOB, CAROL, DAVE = "a" * 32, "b" * 32, "c" * 32, "d" * 32
INSERT = "INSERT INTO bookings VALUES ($1, $2, $3, $4)"
RECIPE = Recipe(
    [(INSERT, [("id-1", ALICE, 7, b"x")]), ("INSERT INTO notices VALUES ($1)", [("id-1",), ("re-1",)])],
    [(INSERT, [("id-2", BOB, 7, b"y")]), ("INSERT INTO notices VALUES ($1)", [("id-2",), ("re-2",)])],
    ALICE,
)


@pytest.fixture
def system_url(database: Database) -> str:
    return sync_url(database.url)


def test_what_differed_is_new_and_the_rest_stays() -> None:
    (statement, [(new_id, member, quota, text)]), (_, [(noticed,), (reminded,)]) = RECIPE.attempt(CAROL)
    assert (statement, member, quota, text) == (INSERT, CAROL, 7, b"x")
    assert new_id == noticed != reminded
    assert new_id not in ("id-1", "id-2") and len(new_id) == 4


def test_no_two_attempts_have_the_same_keys() -> None:
    keys = {next(RECIPE.attempt(CAROL))[1][0][0] for _ in range(20)}
    assert len(keys) > 15


async def test_the_reference_sends_what_a_sign_up_sends_and_no_more(database: Database, system_url: str) -> None:
    everybody = (ALICE, BOB, CAROL, DAVE)
    members = [Member(id=id_, account="a", openid=id_, openid_index=id_, created_at=NOW) for id_ in everybody]
    queue = DbosQueue(system_url)

    async def add(session: AsyncSession) -> None:
        session.add_all([*members, event("party", 3)])

    await database.transact(add)
    recipe = await recorded(database, partial(signed_up, database, queue, "party"), (ALICE, BOB))
    queue.close()

    assert [(statement.split()[0], len(rows)) for statement, rows in recipe.first] == [
        ("SELECT", 1),
        ("INSERT", 3),
        ("INSERT", 1),
        ("UPDATE", 1),
    ]
    with _connected(database.url) as execute:
        is_late = database.is_sqlite
        tries = [_attempt(execute, recipe, CAROL, is_late=is_late, only_look=look) for look in (True, False)]
        assert [*tries, _attempt(execute, recipe, DAVE, is_late=is_late)] == [False, True, False]
    async with database.read() as session:
        booked = (await session.scalars(select(Booking.member_id).order_by(Booking.member_id))).all()
        told = (await session.scalars(select(Notice.member_id).where(Notice.member_id == CAROL))).all()
    assert (booked, len(told)) == ([ALICE, BOB, CAROL], 3)
