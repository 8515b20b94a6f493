"""Who may do what with whose account; on both databases."""

import asyncio

import pytest

from base.database import Database
from base.limits import Limits
from tests.conftest import WEDNESDAY
from tests.union.races import Job, in_threads
from tests.union.staff.helpers import PASSWORD, account, scope, staff, unions
from union.staff import administration as verbs
from union.staff import own, sessions
from union.staff.accounts import accounts, names_of, role_of, unions_within
from union.staff.administration import By, Changed
from union.staff.scope import EVERYTHING
from union.staff.service import Added, PasswordSet, Refused, check_password

COMMAND = By(0, EVERYTHING)


async def test_a_new_account_must_change_its_password(database: Database) -> None:
    added = await database.transact(lambda s: verbs.add_account(s, COMMAND, "小李", "agent", None, PASSWORD, WEDNESDAY))
    assert added == Added("小李", "agent")
    async with database.read() as session:
        [shown] = await accounts(session)
    assert (shown.name, shown.union, shown.must_change, shown.seen_at) == ("小李", "", True, None)


async def test_names_that_look_alike_are_refused(database: Database) -> None:
    await account(database, "wang1")
    for name, reason in (
        ("wangl", "name_alike"),
        ("wang1", "name_taken"),
        ("", "bad_name"),
        ("长" * 10_000, "bad_name"),
    ):
        done = await database.transact(
            lambda s, name=name: verbs.add_account(s, COMMAND, name, "agent", None, PASSWORD, WEDNESDAY)  # type: ignore[misc]
        )
        assert isinstance(done, Refused) and done.reason == reason


async def test_a_districts_administrator_has_the_accounts_of_the_district_and_gives_no_more(database: Database) -> None:
    await unions(database)
    boss = await account(database, "区管理", "admin", "shangcheng")
    street, other = await account(database, "街道", "agent", "hubin"), await account(database, "西湖", "agent", "xihu")
    city = await account(database, "全市", "agent")
    by = By(boss, await scope(database, "shangcheng"))
    async with database.read() as session:
        assert [one.name for one in await accounts(session, by.scope)] == ["区管理", "街道"]
        assert list(await unions_within(session, by.scope)) == ["shangcheng", "hubin"]
        assert await names_of(session, "agent", by.scope) == ["街道"]
    for staff_id in (other, city):
        for verb in (
            lambda s, id_: verbs.change_account(s, by, id_, "editor", "hubin", WEDNESDAY),
            lambda s, id_: verbs.disable(s, by, id_, WEDNESDAY),
            lambda s, id_: verbs.enable(s, by, id_),
            lambda s, id_: verbs.reset_password(s, by, id_, "another horse", WEDNESDAY),
            lambda s, id_: verbs.reset_second_factor(s, by, id_, WEDNESDAY),
        ):
            assert await database.transact(lambda s, v=verb, id_=staff_id: v(s, id_)) == Refused("unknown")  # type: ignore[misc]
    for union_id in (None, "hangzhou", "xihu", "nowhere"):
        wider = await database.transact(
            lambda s, u=union_id: verbs.change_account(s, by, street, "agent", u, WEDNESDAY)  # type: ignore[misc]
        )
        new = await database.transact(
            lambda s, u=union_id: verbs.add_account(s, by, "新来的", "agent", u, PASSWORD, WEDNESDAY)  # type: ignore[misc]
        )
        assert (wider, new) == (Refused("wide_scope"), Refused("wide_scope"))
    done = await database.transact(lambda s: verbs.change_account(s, by, street, "editor", "hubin", WEDNESDAY))
    assert done == Changed("街道")


async def test_nobody_changes_their_own_account_here(database: Database) -> None:
    mine = await account(database, "管理甲", "admin")
    await account(database, "管理乙", "admin")
    by = By(mine)
    assert await database.transact(lambda s: verbs.disable(s, by, mine, WEDNESDAY)) == Refused("own_account")
    demoted = await database.transact(lambda s: verbs.change_account(s, by, mine, "agent", None, WEDNESDAY))
    assert demoted == Refused("own_account")


async def test_the_last_administrator_of_all_unions_stays(database: Database) -> None:
    await unions(database)
    only = await account(database, "管理甲", "admin")
    await account(database, "区管理", "admin", "xihu")  # lets nobody in elsewhere
    refused = [
        await database.transact(lambda s: verbs.disable(s, COMMAND, only, WEDNESDAY)),
        await database.transact(lambda s: verbs.change_account(s, COMMAND, only, "agent", None, WEDNESDAY)),
        await database.transact(lambda s: verbs.change_account(s, COMMAND, only, "admin", "xihu", WEDNESDAY)),
    ]
    assert refused == [Refused("last_admin")] * 3
    other = await account(database, "管理乙", "admin")
    assert await database.transact(lambda s: verbs.disable(s, COMMAND, only, WEDNESDAY)) == Changed("管理甲")
    assert await database.transact(lambda s: verbs.disable(s, COMMAND, other, WEDNESDAY)) == Refused("last_admin")


async def test_what_changes_an_account_ends_its_sessions(database: Database) -> None:
    await unions(database)
    await account(database, "管理甲", "admin")
    target = await account(database, "小李")
    for verb in (
        lambda s: verbs.change_account(s, COMMAND, target, "agent", "xihu", WEDNESDAY),
        lambda s: verbs.change_account(s, COMMAND, target, "editor", "xihu", WEDNESDAY),
        lambda s: verbs.reset_password(s, COMMAND, target, "another horse", WEDNESDAY),
        lambda s: verbs.reset_second_factor(s, COMMAND, target, WEDNESDAY),
        lambda s: verbs.disable(s, COMMAND, target, WEDNESDAY),
    ):
        token = await database.transact(lambda s: sessions.begin(s, target, WEDNESDAY))
        assert await database.transact(verb) == Changed("小李")
        async with database.read() as session:
            assert await sessions.find(session, sessions.session_id(token), WEDNESDAY, Limits()) is None


async def test_a_closed_account_gets_in_nowhere_until_it_is_opened(database: Database) -> None:
    target = await account(database, "小李")
    token = await database.transact(lambda s: sessions.begin(s, target, WEDNESDAY))
    await database.transact(lambda s: verbs.disable(s, COMMAND, target, WEDNESDAY))
    async with database.read() as session:
        assert await check_password(session, "小李", PASSWORD) is None
        assert await role_of(session, target) is None
        assert await sessions.find(session, sessions.session_id(token), WEDNESDAY, Limits()) is None
    await database.transact(lambda s: verbs.enable(s, COMMAND, target))
    async with database.read() as session:
        assert await check_password(session, "小李", PASSWORD) is not None


async def test_ones_own_password_is_changed_by_who_knows_it(database: Database) -> None:
    mine = await account(database, "小李", must_change=True)
    for old, new, expected in (
        ("wrong one", "another horse", Refused("wrong_password")),
        (PASSWORD, PASSWORD, Refused("same_password")),
        (PASSWORD, "short", Refused("bad_password")),
        (PASSWORD, "x" * 129, Refused("bad_password")),
        (PASSWORD, "another horse", PasswordSet("小李")),
    ):
        done = await database.transact(
            lambda s, old=old, new=new: own.change_password(s, mine, old, new, WEDNESDAY)  # type: ignore[misc]
        )
        assert done == expected
    assert not (await staff(database, mine)).must_change


async def test_two_administrators_who_close_each_other_at_once_leave_one(database: Database, ready_url: str) -> None:
    first, second = await account(database, "管理甲", "admin"), await account(database, "管理乙", "admin")
    found = in_threads(ready_url, _against_each_other(first, second))
    assert sorted(type(one).__name__ for one in found) == ["Changed", "Refused"]


async def test_without_the_lock_both_could_be_gone(
    database: Database, ready_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    if ready_url.startswith("sqlite"):
        pytest.skip("one writer at a time: there is nothing to lock")
    monkeypatch.setattr("sqlalchemy.sql.selectable.Select.with_for_update", lambda query, **_: query)
    first, second = await account(database, "管理甲", "admin"), await account(database, "管理乙", "admin")
    for _ in range(15):
        found = in_threads(ready_url, _against_each_other(first, second))
        if all(isinstance(one, Changed) for one in found):
            return
        for id_ in (first, second):
            await database.transact(lambda s, id_=id_: verbs.enable(s, COMMAND, id_))  # type: ignore[misc]
        await asyncio.sleep(0)
    pytest.fail("nobody was quick enough without the lock")


def _against_each_other(first: int, second: int) -> list[Job[Changed | Refused]]:
    return [
        lambda database: database.transact(lambda s: verbs.disable(s, By(first), second, WEDNESDAY)),
        lambda database: database.transact(lambda s: verbs.disable(s, By(second), first, WEDNESDAY)),
    ]
