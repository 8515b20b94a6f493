"""Codes that the union gives out."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, text

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member
from tests.union.races import Job, in_threads
from tests.union.roster.helpers import WANG, add, plant, try_to_bind
from union.roster.models import BindingCode
from union.roster.record import Record
from union.roster.rules import binding_code
from union.roster.service import Bound, Issued, NotBound, entry_of_card, find_union, issue_codes, unbound_entries


@pytest.fixture(autouse=True)
async def roster(database: Database, members: list[str]) -> None:
    await plant(database)
    await add(database, ("riders", WANG), ("tea", Record("李雷", "33010009")))


async def give(database: Database, card: str = WANG.card, days: int = 30) -> Issued:
    async with database.read() as session:
        entry = await entry_of_card(session, database.keyring, card)
    assert entry is not None
    ids = [entry.id]
    [issued] = await database.transact(
        lambda s: issue_codes(s, database.keyring, ids, staff="小李", days=days, now=WEDNESDAY)
    )
    return issued


async def test_a_code_alone_binds_once(database: Database) -> None:
    issued = await give(database)

    for typed in ("{0}-{1}", "{0} {1}", "{0}{1}", " {0} - {1} "):
        assert binding_code(typed.format(issued.code[:4].lower(), issued.code[4:])) == issued.code
    assert isinstance(await try_to_bind(database, proof=issued.code), Bound)
    assert await try_to_bind(database, "m2", proof=issued.code) == NotBound("no_match", 4)


async def test_a_member_without_a_phone_on_the_roster_can_be_bound_by_code_only(database: Database) -> None:
    issued = await give(database, "33010009")

    bound = await try_to_bind(database, proof=issued.code)
    assert isinstance(bound, Bound)
    assert bound.memberships[0].record.name == "李雷"


async def test_a_code_expires(database: Database) -> None:
    issued = await give(database, days=1)
    later = WEDNESDAY + timedelta(days=1, minutes=1)
    assert await try_to_bind(database, proof=issued.code, now=later) == NotBound("no_match", 4)


async def test_a_new_code_makes_the_one_before_void(database: Database) -> None:
    first, second = await give(database), await give(database)

    assert await try_to_bind(database, proof=first.code) == NotBound("no_match", 4)
    assert isinstance(await try_to_bind(database, proof=second.code), Bound)


async def test_the_database_keeps_no_code(database: Database) -> None:
    issued = await give(database)
    async with database.read() as session:
        rows = (await session.execute(text("SELECT * FROM binding_codes"))).all()
    assert issued.code not in str(rows)


async def test_a_code_of_an_entry_that_is_bound_elsewhere_stays_good(database: Database) -> None:
    issued = await give(database)
    await try_to_bind(database, "m2")

    assert await try_to_bind(database, proof=issued.code) == NotBound("elsewhere")
    async with database.read() as session:
        unused = select(func.count()).select_from(BindingCode).where(BindingCode.used_at.is_(None))
        assert await session.scalar(unused) == 1


async def test_codes_for_all_who_are_not_bound_below_a_union(database: Database) -> None:
    await try_to_bind(database)
    async with database.read() as session:
        hangzhou, shangcheng = await find_union(session, "杭州市总工会"), await find_union(session, "shangcheng")
        assert hangzhou is not None
        assert shangcheng is not None
        assert len(await unbound_entries(session, hangzhou)) == 1
        assert await unbound_entries(session, shangcheng) == []


async def test_two_at_once_cannot_both_use_a_code(database: Database) -> None:
    """At different official accounts, where the index on bindings would let both in."""
    issued = await give(database)
    others = [member(number) for number in range(20, 30)]
    for number, one in enumerate(others):
        one.account = f"wx{number}"
    await add_rows(database, *others)
    jobs: list[Job[Bound | NotBound]] = [
        partial(try_to_bind, member_id=one.id, proof=issued.code, key=one.id) for one in others
    ]

    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert [isinstance(one, Bound) for one in results].count(True) == 1
