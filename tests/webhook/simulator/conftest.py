"""Fixtures of the simulator's tests: an account on a real port, and a platform that talks to it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from base.settings import Settings
from tests.webhook.simulator.account import Account, serve, settings_on_free_port
from webhook.simulator.platform import new_client


@pytest.fixture
def settings() -> Settings:
    return settings_on_free_port("secure")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as client:
        yield client


@pytest.fixture
async def account(settings: Settings) -> AsyncIterator[Account]:
    """A running account that echoes."""
    account = Account(settings)
    async with serve(account):
        yield account
