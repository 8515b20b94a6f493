"""An entry as staff see it when a member cannot bind, on both databases."""

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.roster.helpers import CARD, WANG, add, plant, try_to_bind
from union.roster.desk import entry_shown
from union.roster.service import issue_codes, release

pytestmark = pytest.mark.usefixtures("members")


async def test_an_entry_is_found_by_its_card_with_its_bindings_and_code(database: Database) -> None:
    await plant(database)
    await add(database, ("hubin", WANG))
    async with database.read() as session:
        before = await entry_shown(session, database.keyring, f" {CARD} ", WEDNESDAY)
        assert await entry_shown(session, database.keyring, "99999999", WEDNESDAY) is None
    assert before is not None
    assert (before.name, before.union, before.bound, before.code_until) == ("王芳", "湖滨街道总工会", (), None)

    await try_to_bind(database)
    ids = [before.id]
    [issued] = await database.transact(
        lambda s: issue_codes(s, database.keyring, ids, staff="小李", days=7, now=WEDNESDAY)
    )
    async with database.read() as session:
        after = await entry_shown(session, database.keyring, CARD, WEDNESDAY)
    assert after is not None
    assert (after.bound, after.code_until) == ((WEDNESDAY,), issued.expires_at)

    await database.transact(lambda s: release(s, before.id, staff="小李", now=WEDNESDAY))
    async with database.read() as session:
        released = await entry_shown(session, database.keyring, CARD, issued.expires_at)
    assert released is not None
    assert (released.bound, released.code_until) == ((), None)
