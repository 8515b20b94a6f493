"""Codes of an app and recovery codes: each good once, on both databases."""

from datetime import timedelta

import pyotp
import pytest

from base.database import Database
from base.encryption import Keyring
from tests.conftest import WEDNESDAY
from tests.union.races import in_threads
from tests.union.staff.helpers import PASSWORD, account, staff
from union.staff import own, second_factor
from union.staff.second_factor import SetUp, check_code, new_secret, picture, set_up, step_of
from union.staff.service import Refused

STEP = timedelta(seconds=30)
LATER = WEDNESDAY + 10 * STEP


async def ready(database: Database, keyring: Keyring, role: str = "agent") -> tuple[int, str, tuple[str, ...]]:
    """An account with a second factor: its id, the secret, the recovery codes."""
    staff_id, secret = await account(database, "小李", role), new_secret()
    code = pyotp.TOTP(secret).at(WEDNESDAY)
    done = await database.transact(lambda s: set_up(s, keyring, staff_id, secret, code, WEDNESDAY))
    assert isinstance(done, SetUp)
    return staff_id, secret, done.recovery


def test_the_example_of_the_standard() -> None:
    """RFC 6238, appendix B: 94287082 at 59 s, of which six digits remain."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert pyotp.TOTP(secret).generate_otp(1) == "287082"
    assert step_of(secret, "287082", WEDNESDAY, None) is None


@pytest.mark.parametrize(("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_half_a_minute(off: int, fits: bool) -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret).at(WEDNESDAY + off * STEP)
    assert (step_of(secret, code, WEDNESDAY, None) is not None) is fits


async def test_a_code_is_good_once_and_so_is_none_before_it(database: Database, keyring: Keyring) -> None:
    staff_id, secret, _ = await ready(database, keyring)
    now, before = (pyotp.TOTP(secret).at(at) for at in (LATER, LATER - STEP))
    checked = [
        await database.transact(lambda s, code=code: check_code(s, keyring, staff_id, code, LATER))  # type: ignore[misc]
        for code in (now, now, before)
    ]
    assert checked == [True, False, False]


async def test_the_code_that_set_it_up_is_used(database: Database, keyring: Keyring) -> None:
    staff_id, secret, _ = await ready(database, keyring)
    code = pyotp.TOTP(secret).at(WEDNESDAY)
    assert not await database.transact(lambda s: check_code(s, keyring, staff_id, code, WEDNESDAY))


async def test_a_recovery_code_is_good_once_for_its_account(database: Database, keyring: Keyring) -> None:
    staff_id, _, codes = await ready(database, keyring)
    other = await account(database, "小周")
    typed = f" {codes[0][:4].lower()} {codes[0][4:].lower()} "
    for who, fits in ((other, False), (staff_id, True), (staff_id, False)):
        found = await database.transact(lambda s, who=who: check_code(s, keyring, who, typed, LATER))  # type: ignore[misc]
        assert found is fits
    async with database.read() as session:
        assert await second_factor.recovery_left(session, staff_id) == len(codes) - 1


async def test_new_recovery_codes_make_the_old_ones_void(database: Database, keyring: Keyring) -> None:
    staff_id, _, old = await ready(database, keyring)
    await database.transact(lambda s: second_factor.new_recovery_codes(s, keyring, staff_id))
    assert not await database.transact(lambda s: check_code(s, keyring, staff_id, old[0], LATER))


@pytest.mark.parametrize("said", ["", "12345", "000000 ", "六位数字", "x" * 10_000, "'; --"])
async def test_anything_else_is_no_code(database: Database, keyring: Keyring, said: str) -> None:
    staff_id, secret, _ = await ready(database, keyring)
    if said.strip() == pyotp.TOTP(secret).at(LATER):
        return
    assert not await database.transact(lambda s: check_code(s, keyring, staff_id, said, LATER))


async def test_a_wrong_code_does_not_turn_it_on(database: Database, keyring: Keyring) -> None:
    staff_id = await account(database, "小李")
    done = await database.transact(lambda s: set_up(s, keyring, staff_id, new_secret(), "", WEDNESDAY))
    assert done == Refused("wrong_code")
    assert (await staff(database, staff_id)).totp_secret is None


async def test_it_is_turned_off_by_who_knows_the_password_but_not_where_it_must_be(
    database: Database, keyring: Keyring
) -> None:
    staff_id, _, codes = await ready(database, keyring, "admin")
    for password, need, expected in (
        (PASSWORD, True, Refused("needed")),
        ("wrong one", False, Refused("wrong_password")),
        (PASSWORD, False, None),
    ):
        done = await database.transact(
            lambda s, password=password, need=need: own.turn_off_second_factor(  # type: ignore[misc]
                s, staff_id, password, admins_need_it=need
            )
        )
        assert done == expected
    assert (await staff(database, staff_id)).totp_secret is None
    assert not await database.transact(lambda s: check_code(s, keyring, staff_id, codes[0], LATER))


def test_the_picture_needs_no_other_server() -> None:
    assert picture(new_secret(), "小李").startswith("data:image/svg+xml")


async def test_of_many_who_show_the_same_code_at_once_one_gets_in(
    database: Database, ready_url: str, keyring: Keyring
) -> None:
    staff_id, secret, codes = await ready(database, keyring)
    for code in (pyotp.TOTP(secret).at(LATER), codes[0]):
        found = in_threads(
            ready_url,
            [lambda db, code=code: db.transact(lambda s: check_code(s, keyring, staff_id, code, LATER))] * 6,  # type: ignore[misc]
        )
        assert found.count(True) == 1
