"""An entry as staff see it when a member cannot bind, on both databases."""

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.roster.helpers import CARD, WANG, add, plant, try_to_bind
from union.roster.desk import end_bindings, entry_shown, issue_code
from union.roster.service import change_phone, entry_of_card, open_changes, settle_change
from union.staff.scope import Scope

pytestmark = pytest.mark.usefixtures("members")

OURS, OTHERS = Scope("hangzhou/shangcheng/"), Scope("zhenhai/")


async def entry_id(database: Database) -> str:
    await plant(database)
    await add(database, ("hubin", WANG))
    async with database.read() as session:
        entry = await entry_of_card(session, database.keyring, CARD)
    assert entry is not None
    return entry.id


async def test_an_entry_shows_its_bindings_and_code(database: Database) -> None:
    person = await entry_id(database)
    async with database.read() as session:
        before = await entry_shown(session, person, WEDNESDAY, scope=OURS)
    assert before is not None
    assert (before.name, before.union, before.bound, before.code_until) == ("王芳", "湖滨街道总工会", (), None)

    await try_to_bind(database)
    how = {"staff": "小李", "now": WEDNESDAY, "scope": OURS}
    issued = await database.transact(lambda s: issue_code(s, database.keyring, person, days=7, **how))  # type: ignore[arg-type]
    assert issued is not None
    async with database.read() as session:
        after = await entry_shown(session, person, WEDNESDAY, scope=OURS)
    assert after is not None
    assert (after.bound, after.code_until) == ((WEDNESDAY,), issued.expires_at)

    assert await database.transact(lambda s: end_bindings(s, person, **how)) == 1  # type: ignore[arg-type]
    async with database.read() as session:
        released = await entry_shown(session, person, issued.expires_at)
    assert released is not None
    assert (released.bound, released.code_until) == ((), None)


async def test_staff_of_another_union_see_no_entry_and_do_nothing_with_it(database: Database) -> None:
    person = await entry_id(database)
    await try_to_bind(database)
    await database.transact(lambda s: change_phone(s, "m1", "13900000009", key="p", now=WEDNESDAY))
    how = {"staff": "外人", "now": WEDNESDAY, "scope": OTHERS}
    async with database.read() as session:
        assert await entry_shown(session, person, WEDNESDAY, scope=OTHERS) is None
        assert await open_changes(session, scope=OTHERS) == []
        [change] = await open_changes(session, scope=OURS)
    keyring = database.keyring
    assert await database.transact(lambda s: issue_code(s, keyring, person, days=7, **how)) is None  # type: ignore[arg-type]
    assert await database.transact(lambda s: end_bindings(s, person, **how)) == 0  # type: ignore[arg-type]
    refused = await database.transact(lambda s: settle_change(s, keyring, change.change.id, enter=True, **how))  # type: ignore[arg-type]
    assert refused is not None and refused.reason == "unknown"
