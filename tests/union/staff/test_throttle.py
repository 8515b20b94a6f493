"""Failed log-ins wait longer and longer, whether there is such an account or not; on both databases."""

from datetime import datetime, timedelta

import pytest

from base.database import Database
from base.encryption import Keyring
from base.limits import Limits
from tests.conftest import WEDNESDAY
from tests.union.races import in_threads
from union.staff import throttle
from union.staff.throttle import Free, admit, forgive, of_address, of_log_in, wait

LIMITS = Limits(login_tries=3, login_tries_address=5)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(2, 0), (3, 30), (4, 60), (5, 120), (7, 480), (8, 900), (9, 900), (10_000, 900)]
)
def test_each_wait_is_twice_as_long_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert wait(failures, 3, LIMITS) == timedelta(seconds=seconds)


async def tried(database: Database, who: Free, now: datetime = WEDNESDAY) -> datetime | None:
    return await database.transact(lambda s: admit(s, who, LIMITS, now))


async def test_the_third_failure_makes_wait_whoever_tries(database: Database, keyring: Keyring) -> None:
    who = of_log_in(keyring, LIMITS, "小李", "10.0.0.1")
    assert [await tried(database, who) for _ in range(3)] == [None] * 3
    until = WEDNESDAY + timedelta(seconds=30)
    assert await tried(database, who) == until
    elsewhere = of_log_in(keyring, LIMITS, " 小李 ", "10.0.0.2")
    assert await tried(database, elsewhere) == until
    assert await tried(database, elsewhere, until) is None
    assert await tried(database, elsewhere, until) == until + timedelta(seconds=60)


async def test_a_wait_is_not_made_longer_by_trying(database: Database, keyring: Keyring) -> None:
    who = of_log_in(keyring, LIMITS, "小李", "10.0.0.1")
    for _ in range(20):
        await tried(database, who)
    assert await tried(database, who) == WEDNESDAY + timedelta(seconds=30)


async def test_an_address_that_tries_many_names_waits_too(database: Database, keyring: Keyring) -> None:
    for number in range(5):
        assert await tried(database, of_log_in(keyring, LIMITS, f"name{number}", "10.0.0.1")) is None
    assert await tried(database, of_log_in(keyring, LIMITS, "nobody", "10.0.0.1")) is not None
    assert await tried(database, of_log_in(keyring, LIMITS, "nobody", "10.0.0.2")) is None


async def test_who_gets_in_begins_anew(database: Database, keyring: Keyring) -> None:
    who = of_log_in(keyring, LIMITS, "小李", "10.0.0.1")
    for _ in range(10):
        assert await tried(database, who) is None
        await database.transact(lambda s: forgive(s, who, WEDNESDAY))


async def test_failures_of_yesterday_are_forgotten(database: Database, keyring: Keyring) -> None:
    who = of_log_in(keyring, LIMITS, "小李", "10.0.0.1")
    for _ in range(3):
        await tried(database, who)
    later = WEDNESDAY + throttle.FORGOTTEN + timedelta(minutes=1)
    assert [await tried(database, who, later) for _ in range(2)] == [None, None]
    await database.transact(lambda s: throttle.purge_login_tries(s, now=later + throttle.FORGOTTEN * 2))


def test_what_was_typed_is_not_kept(keyring: Keyring) -> None:
    """Somebody types the password into the field of the name."""
    assert not any("小李" in one or "10.0" in one for one in of_log_in(keyring, LIMITS, "小李", "10.0.0.1"))
    assert set(of_address(keyring, LIMITS, "10.0.0.1")) < set(of_log_in(keyring, LIMITS, "小李", "10.0.0.1"))


async def test_many_at_once_get_no_more_tries(ready_url: str, keyring: Keyring) -> None:
    who = of_log_in(keyring, LIMITS, "小李", "10.0.0.1")
    found = in_threads(ready_url, [lambda database: tried(database, who)] * 8)
    assert found.count(None) == 3


async def test_without_the_lock_they_would(ready_url: str, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each looks at the count before anybody has written it."""
    if ready_url.startswith("sqlite"):
        pytest.skip("one writer at a time: there is nothing to lock")
    monkeypatch.setattr("sqlalchemy.sql.selectable.Select.with_for_update", lambda query, **_: query)
    who = of_log_in(keyring, LIMITS, "小李", "10.0.0.1")
    database = Database(ready_url, keyring)
    await tried(database, who)  # the rows are there: nothing makes the others wait for one another
    await database.close()
    for _ in range(10):
        if in_threads(ready_url, [lambda database: tried(database, who)] * 8).count(None) > 2:
            return
    pytest.fail("nobody got a try too many without the lock")
