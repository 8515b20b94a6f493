"""Binding by facts, on both databases: what fits, what does not, how often, and by whom."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from base.limits import Limits
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member
from tests.union.races import Job, in_threads
from tests.union.roster.helpers import CARD, LAST4, PHONE, WANG, add, plant, try_to_bind
from union.members.models import Member
from union.roster import binding
from union.roster.models import BindingTry, RosterBinding, RosterEntry
from union.roster.record import Proof, Record
from union.roster.service import Bound, NotBound, release, standing, unbind


@pytest.fixture(autouse=True)
async def roster(database: Database, members: list[str]) -> None:
    await plant(database)
    await add(database, ("riders", WANG))


async def live(database: Database) -> int:
    async with database.read() as session:
        query = select(func.count()).select_from(RosterBinding).where(RosterBinding.ended_at.is_(None))
        return await session.scalar(query) or 0


async def test_name_phone_and_card_bind_and_are_known_from_then_on(database: Database) -> None:
    bound = await try_to_bind(database)

    assert isinstance(bound, Bound)
    assert [one.path for one in bound.memberships] == ["杭州市总工会 › 上城区总工会 › 湖滨街道总工会 › 湖滨骑手工会"]
    async with database.read() as session:
        known = await session.get_one(Member, "m1")
        mine = await standing(session, "m1")
    assert (known.name, known.phone) == ("王芳", PHONE)
    assert mine is not None
    assert mine.unions == ("hangzhou", "shangcheng", "hubin", "riders")
    assert (mine.city, mine.district, mine.gender, mine.birth_year) == ("杭州市", "上城区", "female", 1990)


async def test_the_last_four_of_the_identity_card_do_as_well(database: Database) -> None:
    assert isinstance(await try_to_bind(database, card="", id_last4=LAST4), Bound)


async def test_the_same_message_binds_once_and_says_the_same(database: Database) -> None:
    first, again = await try_to_bind(database), await try_to_bind(database)

    assert isinstance(first, Bound)
    assert isinstance(again, Bound)
    assert [one.binding.id for one in first.memberships] == [one.binding.id for one in again.memberships]
    assert await live(database) == 1


WRONG: list[dict[str, Any]] = [
    {"name": "王方"},
    {"phone": "13800138001"},
    {"card": "33010002"},
    {"card": "", "id_last4": "1234"},
    {"name": "李雷", "phone": "13900139000", "card": "99999999"},
]


async def test_whatever_does_not_fit_is_answered_alike_after_the_same_statements(database: Database) -> None:
    """Nothing but one look-up decides: no statement more, whichever part is wrong."""
    asked: list[list[str]] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        # An IN of one value is written as many marks as there are values: card or id, never both.
        asked[-1].append(statement.split("WHERE")[0])

    sqlalchemy_event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    for number, wrong in enumerate(WRONG, 1):
        asked.append([])
        assert await try_to_bind(database, **wrong) == NotBound("no_match", 5 - number)
    # With a card one count more is kept than with the last four, whatever fits.
    assert len({tuple(said) for said, wrong in zip(asked, WRONG, strict=True) if wrong.get("card") != ""}) == 1


async def test_five_tries_a_day_then_even_the_right_data_are_refused_until_tomorrow(database: Database) -> None:
    tries = [await try_to_bind(database, card=f"9999000{number}", phone=f"1380013800{number}") for number in range(5)]

    assert [one.left for one in tries if isinstance(one, NotBound)] == [4, 3, 2, 1, 0]
    assert await try_to_bind(database) == NotBound("too_many")
    assert isinstance(await try_to_bind(database, now=WEDNESDAY + timedelta(days=1), key="tomorrow"), Bound)


async def test_many_users_together_have_no_more_tries_at_one_entry(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(4, 12)])
    tries = [await try_to_bind(database, f"m{number}", card="99990000") for number in range(4, 10)]

    reasons = [one.reason for one in tries if isinstance(one, NotBound)]
    assert reasons == ["no_match"] * 5 + ["too_many"]
    assert await try_to_bind(database, "m10") == NotBound("too_many")


async def test_a_phone_on_no_roster_is_counted_just_so(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(4, 12)])
    tries = [await try_to_bind(database, f"m{n}", phone="13911112222", card="88880000") for n in range(4, 10)]

    assert [one.reason for one in tries if isinstance(one, NotBound)] == ["no_match"] * 5 + ["too_many"]


async def test_the_same_message_counts_as_one_try(database: Database) -> None:
    for _ in range(3):
        assert await try_to_bind(database, card="99990000", key="one") == NotBound("no_match", 4)


async def test_who_is_bound_elsewhere_is_for_staff_who_can_release_the_entry(database: Database) -> None:
    bound = await try_to_bind(database)
    assert isinstance(bound, Bound)

    assert await try_to_bind(database, "m2") == NotBound("elsewhere")
    entry_id = bound.memberships[0].binding.entry_id
    assert await database.transact(lambda s: release(s, entry_id, staff="小李", now=WEDNESDAY)) == 1
    assert isinstance(await try_to_bind(database, "m2", key="again"), Bound)
    async with database.read() as session:
        assert await standing(session, "m1") is None


async def test_each_official_account_binds_for_itself(database: Database) -> None:
    other = member(9)
    other.account = "wx-other"
    await add_rows(database, other)

    assert isinstance(await try_to_bind(database), Bound)
    assert isinstance(await try_to_bind(database, "m9"), Bound)


async def test_one_person_at_two_unions_is_bound_at_both_and_may_leave_one(database: Database) -> None:
    entered = await add(database, ("tea", Record("王芳", "33010002", PHONE, LAST4)))
    assert entered.added == 1

    bound = await try_to_bind(database, card="", id_last4=LAST4)
    assert isinstance(bound, Bound)
    assert {one.unions[-1].id for one in bound.memberships} == {"riders", "tea"}
    async with database.read() as session:
        mine = await standing(session, "m1")
    assert mine is not None
    assert {"shangcheng", "tea"} < mine.all_unions

    tea = next(one.binding.entry_id for one in bound.memberships if one.unions[-1].id == "tea")
    ended = await database.transact(lambda s: unbind(s, "m1", [tea]))
    again = await database.transact(lambda s: unbind(s, "m1", [tea]))
    assert [len(ended.memberships), len(again.memberships), await live(database)] == [1, 0, 1]


async def test_who_left_the_roster_is_bound_no_more(database: Database) -> None:
    await try_to_bind(database)
    await database.transact(lambda s: s.execute(text("UPDATE roster_entries SET left_at = '2026-11-18 01:00:00'")))

    async with database.read() as session:
        assert await standing(session, "m1") is None
    assert await try_to_bind(database, "m2") == NotBound("no_match", 4)


async def test_nothing_personal_stands_readable_in_the_tables(database: Database) -> None:
    await try_to_bind(database)

    async with database.read() as session:
        for table in (RosterEntry, RosterBinding, BindingTry):
            rows = (await session.execute(text(f"SELECT * FROM {table.__tablename__}"))).all()
            assert rows
            assert not [secret for secret in ("王芳", PHONE, CARD, LAST4) if secret in str(rows)]


async def test_an_entry_encrypted_with_an_older_key_is_found(database: Database) -> None:
    from base.encryption import Keyring

    newer = Database(database.url, Keyring(["a-newer-secret", "test-secret"]))
    assert isinstance(await try_to_bind(newer), Bound)
    await newer.close()


RACERS = range(20, 32)


async def race(database: Database) -> list[Bound | NotBound]:
    await add_rows(database, *[member(number) for number in RACERS])
    many = Limits(binding_tries_entry=1000)
    jobs: list[Job[Bound | NotBound]] = [
        partial(try_to_bind, member_id=f"m{number}", key=f"race{number}", limits=many) for number in RACERS
    ]
    return await asyncio.to_thread(in_threads, database.url, jobs)


async def test_of_many_wechat_users_at_once_one_is_bound(database: Database) -> None:
    results = await race(database)

    assert [isinstance(one, Bound) for one in results].count(True) == 1
    assert results.count(NotBound("elsewhere")) == len(RACERS) - 1
    assert await live(database) == 1


@pytest.mark.changes_tables
async def test_without_the_guard_several_are_bound(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the unique index, and with everybody having looked first, the same race must go wrong."""
    await database.transact(lambda s: s.execute(text("DROP INDEX uq_roster_bindings_live_entry_account")))

    async def insert_anyway(session: AsyncSession, values: dict[str, object]) -> bool:
        session.add(RosterBinding(**values))
        await session.flush()
        return True

    monkeypatch.setattr(binding, "_insert", insert_anyway)
    results = await race(database)

    assert [isinstance(one, Bound) for one in results].count(True) > 1
    assert await live(database) > 1


async def test_facts_and_a_proof_of_nothing_bind_nobody(database: Database) -> None:
    assert await try_to_bind(database, proof=Proof("王芳", PHONE)) == NotBound("no_match", 4)
