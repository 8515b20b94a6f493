"""stable_token: the same while it is valid, each account its own, force rationed."""

from datetime import timedelta

import pytest

from base.clock import FixedClock
from tests.webhook.simulator.api.conftest import Calls

MENU = "/menu/create"


async def test_a_token_stays_the_same_while_it_is_valid(calls: Calls, clock: FixedClock) -> None:
    first = await calls.ask_token()
    assert first["expires_in"] == 7200
    clock.move(timedelta(minutes=60))
    again = await calls.ask_token()
    assert again == {"access_token": first["access_token"], "expires_in": 3600}
    clock.move(timedelta(minutes=57))
    assert (await calls.ask_token())["access_token"] != first["access_token"]


@pytest.mark.parametrize(
    ("change", "errcode"), [({"appid": "wx1"}, 40013), ({"secret": "错"}, 40125), ({"grant_type": "x"}, 40002)]
)
async def test_a_token_needs_the_accounts_own_secret(change: dict[str, str], errcode: int, calls: Calls) -> None:
    assert (await calls.ask_token(**change))["errcode"] == errcode


async def test_the_secret_of_another_account_is_good_for_nothing(calls: Calls, unverified: Calls) -> None:
    theirs = unverified.account.secret.get_secret_value()
    assert (await calls.ask_token(secret=theirs))["errcode"] == 40125
    assert await calls.token() != await unverified.token()


async def test_a_forced_token_ends_the_one_before_of_this_account_only(calls: Calls, unverified: Calls) -> None:
    old, other = await calls.token(), await unverified.token()
    new = (await calls.ask_token(force_refresh=True))["access_token"]
    assert await calls.errcode(MENU, {}, old) == 40001
    assert await calls.errcode(MENU, {}, new) == 40016
    assert await calls.errcode(MENU, {}, other) == 40016


async def test_force_is_limited_to_twenty_a_day_and_thirty_seconds_apart(calls: Calls, clock: FixedClock) -> None:
    for _ in range(20):
        assert "access_token" in await calls.ask_token(force_refresh=True)
        assert (await calls.ask_token(force_refresh=True))["errcode"] == 45011
        clock.move(timedelta(seconds=30))
    assert (await calls.ask_token(force_refresh=True))["errcode"] == 45009


async def test_a_call_needs_a_valid_token(calls: Calls, clock: FixedClock) -> None:
    token = await calls.token()
    assert await calls.errcode(MENU, {}, "") == 41001
    assert await calls.errcode(MENU, {}, "made-up") == 40001
    clock.move(timedelta(seconds=7200))
    assert await calls.errcode(MENU, {}, token) == 42001
