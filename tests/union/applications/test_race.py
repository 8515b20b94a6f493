"""Many at once: no quota or budget overdrawn, no second application, and a control that is, without the guard."""

import asyncio
from collections import Counter
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.applications.helpers import hand_in, opened, verb
from tests.union.conftest import add_rows, member
from tests.union.races import Job, in_threads
from union.applications import deciding, service
from union.applications.budget import take
from union.applications.models import Application, ApplicationRound
from union.applications.service import Decided, Refused, Submitted, Withdrawn

CROWD = range(1, 21)
BUDGET, EACH = 1000, 200  # five can be granted


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, *[member(number) for number in CROWD])


async def waiting(database: Database, **values: Any) -> list[str]:
    """Ids of an application of each member."""
    await opened(database, **values)
    return [(await hand_in(database, f"m{number}")).application.id for number in CROWD]


def granting(application_id: str, yuan: int = EACH) -> Job[Decided | Refused]:
    return lambda db: verb(db, service.approve, application_id, staff="李", amount_yuan=yuan, key=f"a:{application_id}")


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(one.reason if isinstance(one, Refused) else type(one).__name__ for one in results)


async def numbers(database: Database) -> tuple[int, int, int]:
    """Granted and spent as the round says, and how many applications are granted."""
    async with database.read() as session:
        one = await session.get_one(ApplicationRound, "hardship")
        granted = await session.scalar(
            select(func.count()).select_from(Application).where(Application.status == "approved")
        )
    return one.granted, one.spent_yuan, granted or 0


async def test_the_budget_is_never_overspent(database: Database) -> None:
    ids = await waiting(database, budget_yuan=BUDGET + EACH - 1)
    results = await asyncio.to_thread(in_threads, database.url, [granting(one) for one in ids])
    assert outcomes(results) == {"Decided": 5, "budget_used": len(CROWD) - 5}
    assert await numbers(database) == (5, BUDGET, 5)


async def test_the_last_of_a_quota_goes_once(database: Database) -> None:
    ids = await waiting(database, quota=1)
    results = await asyncio.to_thread(in_threads, database.url, [granting(one) for one in ids])
    assert outcomes(results) == {"Decided": 1, "quota_used": len(CROWD) - 1}
    assert await numbers(database) == (1, EACH, 1)


async def test_on_postgresql_all_meet_at_the_guard(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody is past all checks before anybody takes: only the guarded UPDATE can say no."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nobody else can be inside the transaction")
    ids = await waiting(database, budget_yuan=BUDGET)
    everybody = Barrier(len(ids), timeout=60)

    async def after_everybody(session: AsyncSession, round_id: str, yuan: int) -> bool:
        everybody.wait()
        return await take(session, round_id, yuan)

    monkeypatch.setattr(deciding, "take", after_everybody)
    results = await asyncio.to_thread(in_threads, database.url, [granting(one) for one in ids])
    assert outcomes(results) == {"Decided": 5, "budget_used": len(CROWD) - 5}
    assert await numbers(database) == (5, BUDGET, 5)


async def test_control_without_the_guard_the_budget_is_overspent(database: Database) -> None:
    """Reads what is left, then spends: were this not overspent, the tests above would prove nothing."""
    await opened(database)
    everybody = Barrier(len(CROWD), timeout=60)

    async def read_then_spend(db: Database) -> bool:
        async with db.read() as session:
            one = await session.get_one(ApplicationRound, "hardship")
        everybody.wait()
        if one.spent_yuan + EACH > BUDGET:
            return False
        more = update(ApplicationRound).values(spent_yuan=ApplicationRound.spent_yuan + EACH)
        await db.transact(lambda session: session.execute(more, execution_options={"synchronize_session": False}))
        return True

    spent = await asyncio.to_thread(in_threads, database.url, [read_then_spend for _ in CROWD])
    assert sum(spent) * EACH > BUDGET
    assert (await numbers(database))[1] > BUDGET


async def test_two_devices_make_one_application(database: Database) -> None:
    await opened(database)
    jobs = [partial(hand_in, member_id="m1", key=f"device{number}") for number in range(8)]
    results = await asyncio.to_thread(in_threads, database.url, jobs)
    assert outcomes(results) == {"Submitted": 1, "already": 7}


@pytest.mark.changes_tables
async def test_control_without_the_index_two_devices_make_two(database: Database) -> None:
    await opened(database)
    everybody = Barrier(2, timeout=60)
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP INDEX uq_applications_live"))

    async def look_then_insert(db: Database, number: int) -> bool:
        async with db.read() as session:
            before = await session.scalar(select(func.count()).select_from(Application))
        everybody.wait()
        row = Application(id=f"a{number}", number=f"n{number}", round_id="hardship", member_id="m1", key=f"k{number}")
        row.scope, row.status, row.submitted_at, row.updated_at = "hardship:2026", "submitted", WEDNESDAY, WEDNESDAY
        if not before:
            await add_rows(db, row)
        return not before

    jobs = [partial(look_then_insert, number=number) for number in range(2)]
    assert sum(await asyncio.to_thread(in_threads, database.url, jobs)) == 2


async def test_the_same_message_at_the_same_time_is_one_application(database: Database) -> None:
    await opened(database)
    jobs = [partial(hand_in, member_id="m1", key="one message")] * 8
    results = await asyncio.to_thread(in_threads, database.url, jobs)
    assert outcomes(results) == {"Submitted": 8}
    assert len({result.application.id for result in results if isinstance(result, Submitted)}) == 1


async def test_withdrawing_against_deciding_leaves_the_numbers_right(database: Database) -> None:
    ids = await waiting(database, budget_yuan=len(CROWD) * EACH)

    def leaving(number: int) -> Job[Withdrawn | Refused]:
        one = ids[number - 1]
        work = lambda s: service.withdraw(s, f"m{number}", one, key=f"w{number}", now=WEDNESDAY)  # noqa: E731
        return lambda db: db.transact(work)

    jobs: list[Job[Any]] = [granting(one) for one in ids] + [leaving(number) for number in CROWD]
    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert outcomes(results)["Withdrawn"] == len(CROWD)
    assert await numbers(database) == (0, 0, 0)


async def test_two_of_staff_decide_once(database: Database) -> None:
    ids = await waiting(database, budget_yuan=BUDGET)

    def deciding_by(staff: str) -> Job[Decided | Refused]:
        if staff < "e":
            return lambda db: verb(db, service.refuse, ids[0], staff=staff, reason="不符合", key=staff)
        return lambda db: verb(db, service.approve, ids[0], staff=staff, amount_yuan=EACH, key=staff)

    results = await asyncio.to_thread(in_threads, database.url, [deciding_by(staff) for staff in "abcdefgh"])
    assert outcomes(results) == {"Decided": 1, "status": 7}
    granted, spent, count = await numbers(database)
    assert (granted, spent) == (count, count * EACH)
