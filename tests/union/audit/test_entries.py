"""The log as it is looked up, on both databases."""

from datetime import timedelta

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.staff.helpers import account, scope, unions
from union.audit.service import COMMAND, Wanted, entries, note

HOUR = timedelta(hours=1)


async def noted(database: Database) -> None:
    """Steps of two unions' staff, of one for all unions, and of the command line."""
    await unions(database)
    for name, union_id in (("湖滨", "hubin"), ("西湖", "xihu"), ("全市", None)):
        await account(database, name, "agent", union_id)
    for hour, (name, task) in enumerate(
        (("湖滨", "voices"), ("西湖", "talks"), ("全市", "voices"), (COMMAND, "accounts"))
    ):
        await database.transact(
            lambda s, n=name, t=task, h=hour: note(  # type: ignore[misc]
                s, staff=n, task=t, what=f"{n}做的", now=WEDNESDAY + h * HOUR, member_id="m1" if t == "voices" else ""
            )
        )


async def seen(database: Database, wanted: Wanted) -> list[str]:
    async with database.read() as session:
        return [one.staff for one in await entries(session, wanted)]


async def test_it_is_filtered_newest_first(database: Database) -> None:
    await noted(database)
    assert await seen(database, Wanted()) == [COMMAND, "全市", "西湖", "湖滨"]
    assert await seen(database, Wanted(task="voices")) == ["全市", "湖滨"]
    assert await seen(database, Wanted(staff="西湖")) == ["西湖"]
    assert await seen(database, Wanted(member_id="m1")) == ["全市", "湖滨"]
    assert await seen(database, Wanted(since=WEDNESDAY + HOUR, until=WEDNESDAY + 3 * HOUR)) == ["全市", "西湖"]


async def test_a_district_sees_the_steps_of_its_own_accounts(database: Database) -> None:
    await noted(database)
    assert await seen(database, Wanted(scope=await scope(database, "shangcheng"))) == ["湖滨"]
    assert await seen(database, Wanted(scope=await scope(database, "xihu"), staff="湖滨")) == []
