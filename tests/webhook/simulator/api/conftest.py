"""The stand-in over ASGI, and calls as raw as they are."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from base.accounts import Account
from base.clock import FixedClock
from base.settings import Settings
from webhook.simulator.api.routes import create_api
from webhook.simulator.api.sides import Side
from webhook.simulator.ledger import MESSAGE_GRANT, grant
from webhook.simulator.phones import Phone
from webhook.simulator.simulator import Simulator

CGI = "http://simulator/simulator/api/cgi-bin"


@dataclass
class Calls:
    """Calls of one account, with a token of its own unless another one is given."""

    client: httpx.AsyncClient
    account: Account
    known: str = ""

    async def post(self, path: str, data: Any, token: str | None = None) -> dict[str, Any]:
        """Post JSON, or bytes as they are; the answer."""
        body = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
        params = {"access_token": await self.token() if token is None else token}
        return _json(await self.client.post(f"{CGI}{path}", content=body, params=params if params else {}))

    async def get(self, path: str, **params: str) -> dict[str, Any]:
        return _json(await self.raw_get(path, **params))

    async def raw_get(self, path: str, **params: str) -> httpx.Response:
        return await self.client.get(f"{CGI}{path}", params={"access_token": await self.token(), **params})

    async def upload(self, kind: str, content: bytes, field: str = "media") -> dict[str, Any]:
        params = {"access_token": await self.token(), "type": kind}
        files = {field: ("file", content, "image/png")}
        return _json(await self.client.post(f"{CGI}/media/upload", params=params, files=files))

    async def errcode(self, path: str, data: Any, token: str | None = None) -> int:
        code: int = (await self.post(path, data, token))["errcode"]
        return code

    async def ask_token(self, **more: Any) -> dict[str, Any]:
        """The answer of stable_token."""
        secret = self.account.secret.get_secret_value()
        asked = {"grant_type": "client_credential", "appid": self.account.appid, "secret": secret, **more}
        return await self.post("/stable_token", asked, "")

    async def token(self) -> str:
        if not self.known:
            self.known = (await self.ask_token())["access_token"]
        return self.known


def _json(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


@pytest.fixture
async def simulator(settings: Settings, clock: FixedClock) -> AsyncIterator[Simulator]:
    simulator = Simulator(settings, clock)
    yield simulator
    await simulator.close()


@pytest.fixture
async def client(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(create_api(simulator))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        yield client


@pytest.fixture
def calls(client: httpx.AsyncClient, settings: Settings) -> Calls:
    return Calls(client, settings.accounts[0])


@pytest.fixture
def unverified(client: httpx.AsyncClient, settings: Settings) -> Calls:
    """Those of the second account, which is not verified."""
    return Calls(client, settings.accounts[1])


@pytest.fixture
def side(simulator: Simulator, settings: Settings) -> Side:
    return side_of(simulator, settings.accounts[0])


@pytest.fixture
def phone(side: Side, clock: FixedClock) -> Phone:
    return writer(side, clock)


def side_of(simulator: Simulator, account: Account) -> Side:
    side = simulator.sides.of(account.appid)
    assert side is not None
    return side


def writer(side: Side, clock: FixedClock, name: str = "小王") -> Phone:
    """A member of this account who has just written."""
    phone = side.phones.of(name)
    phone.grants = grant((), MESSAGE_GRANT, clock.now())
    phone.last_action = clock.now()
    return phone
