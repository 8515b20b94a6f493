"""Reading accounts, on both databases."""

from base.database import Database
from tests.conftest import WEDNESDAY
from union.staff.accounts import names_of, role_of
from union.staff.models import Staff
from union.staff.service import add


async def test_the_role_is_read_as_it_is_now(database: Database) -> None:
    for name, role in (("wang", "lawyer"), ("li", "lawyer"), ("zhou", "agent")):
        await database.transact(lambda s, n=name, r=role: add(s, n, "long-enough", r, WEDNESDAY))  # type: ignore[misc]
    async with database.read() as session:
        assert await names_of(session, "lawyer") == ["li", "wang"]
        assert await role_of(session, 0) is None

    async def demote(session: object) -> int:
        account = await session.get_one(Staff, 1)  # type: ignore[attr-defined]
        account.role = "agent"
        return int(account.id)

    changed = await database.transact(demote)
    async with database.read() as session:
        assert await role_of(session, changed) == "agent"
