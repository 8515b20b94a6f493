"""Consent to subscribe notices: counted, withdrawn, and never spent twice."""

import asyncio
from datetime import timedelta

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY as NOW
from tests.union.races import in_threads
from union.notices.grants import give_back_grant, granted, record_opt_in, spend_grant, withdraw

REMINDER, ANSWER = "T-reminder", "T-answer"


@pytest.fixture(autouse=True)
def everybody(members: list[str]) -> None:
    """There are members."""


async def answer(database: Database, accepted: bool = True, template: str = REMINDER, long_term: bool = False) -> None:
    await database.transact(lambda s: record_opt_in(s, "m1", template, accepted, NOW, long_term=long_term))


async def take(database: Database) -> bool:
    return await database.transact(lambda s: spend_grant(s, "m1", REMINDER, NOW))


async def may(database: Database, *templates: str) -> frozenset[str]:
    async with database.read() as session:
        return await granted(session, "m1", templates)


async def test_each_allow_is_good_for_one_notice(database: Database) -> None:
    assert not await take(database)
    await answer(database)
    await answer(database)
    assert [await take(database) for _ in range(3)] == [True, True, False]


async def test_a_refusal_allows_nothing_and_takes_nothing_away(database: Database) -> None:
    await answer(database, accepted=False)
    assert not await take(database)
    await answer(database)
    await answer(database, accepted=False)
    assert await take(database)


async def test_long_term_consent_lasts_until_it_is_withdrawn(database: Database) -> None:
    await answer(database, long_term=True)
    assert [await take(database) for _ in range(3)] == [True] * 3
    await database.transact(lambda s: withdraw(s, "m1", REMINDER, NOW + timedelta(days=1)))
    assert not await take(database)


async def test_what_did_not_go_out_is_given_back(database: Database) -> None:
    await answer(database)
    assert await take(database)
    await database.transact(lambda s: give_back_grant(s, "m1", REMINDER, NOW))
    assert await take(database)


async def test_consent_is_per_template_and_member(database: Database) -> None:
    await answer(database)
    assert await may(database, REMINDER, ANSWER) == {REMINDER}
    assert await may(database) == frozenset()
    assert not await database.transact(lambda s: spend_grant(s, "m2", REMINDER, NOW))


async def test_many_sends_at_once_take_no_more_than_was_allowed(database: Database) -> None:
    await answer(database)
    await answer(database)
    assert sum(await asyncio.to_thread(in_threads, database.url, [take] * 8)) == 2
