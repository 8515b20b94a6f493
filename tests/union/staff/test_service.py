"""Staff accounts: argon2, and nothing said about which names exist."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from tests.conftest import WEDNESDAY
from union.staff import service
from union.staff.models import Staff
from union.staff.service import Added, PasswordSet, Refused, add, check_password, new_password, set_password


@pytest.fixture
async def agent(database: Database, clock: FixedClock) -> None:
    await database.transact(lambda s: add(s, "小李", "correct horse", "agent", clock.now()))


async def log_in(database: Database, name: str, password: str) -> str | None:
    async with database.read() as session:
        found = await check_password(session, name, password)
    return found.name if found else None


@pytest.mark.usefixtures("agent")
async def test_the_right_password_opens_and_others_do_not(database: Database) -> None:
    assert await log_in(database, "小李", "correct horse") == "小李"
    assert await log_in(database, " 小李 ", "correct horse") == "小李"
    assert await log_in(database, "小李", "wrong horse") is None
    assert await log_in(database, "小李", "") is None
    assert await log_in(database, "nobody", "correct horse") is None


@pytest.mark.usefixtures("agent")
async def test_an_unknown_name_costs_one_verification_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    verify = service._verify
    monkeypatch.setattr(service, "_verify", lambda hashed, given: verified.append(hashed) or verify(hashed, given))  # type: ignore[func-returns-value]

    for name in ("小李", "nobody"):
        await log_in(database, name, "wrong horse")

    known, unknown = verified
    assert known.split("$")[:4] == unknown.split("$")[:4]  # algorithm and costs


@pytest.mark.usefixtures("agent")
async def test_only_an_argon2id_hash_is_kept(database: Database) -> None:
    async with database.read() as session:
        stored = await session.scalar(select(Staff.password_hash))
    assert stored is not None
    assert stored.startswith("$argon2id$")


@pytest.mark.usefixtures("agent")
async def test_a_new_password_replaces_the_old_one(database: Database) -> None:
    changed = await database.transact(lambda s: set_password(s, "小李", "another horse", WEDNESDAY))

    assert changed == PasswordSet("小李")
    assert await log_in(database, "小李", "another horse") == "小李"
    assert await log_in(database, "小李", "correct horse") is None
    assert await database.transact(lambda s: set_password(s, "nobody", "another horse", WEDNESDAY)) == Refused(
        "unknown"
    )
    assert await database.transact(lambda s: set_password(s, "小李", "short", WEDNESDAY)) == Refused("bad_password")


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize(
    ("name", "password", "role", "reason"),
    [
        ("小李", "correct horse", "agent", "name_taken"),
        (" ", "correct horse", "agent", "bad_name"),
        ("小张", "correct horse", "boss", "unknown_role"),
        ("小张", "short", "agent", "bad_password"),
    ],
)
async def test_an_account_that_cannot_be_is_refused(
    database: Database, clock: FixedClock, name: str, password: str, role: str, reason: str
) -> None:
    async def work(session: AsyncSession) -> Added | Refused:
        return await add(session, name, password, role, clock.now())

    assert await database.transact(work) == Refused(reason)  # type: ignore[arg-type]


def test_new_passwords_are_long_enough_and_differ() -> None:
    assert len(new_password()) >= service.SHORTEST
    assert new_password() != new_password()
