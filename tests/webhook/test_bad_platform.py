"""The platform answers a push or a notice with HTML, 500, half a JSON or nothing: nothing is lost, nothing comes twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.schema import sync_url
from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.settings import Settings
from tests.platform import FakePlatform
from tests.union.conftest import notices
from tests.union.notices.test_worker import until, working
from tests.webhook.parts import StandInEngine, claims, eventually, lines
from tests.webhook.platform.parts import SEND, StandIn, served
from tests.webhook.test_deadline import SOON
from union.conversations.arrival import note_arrival
from union.members.service import get_or_add_member
from union.notices.delivery import Delivery
from union.notices.queue import DbosQueue, create_tables
from union.notices.service import NoQueue, queue_notice
from union.notices.steps import Turn
from webhook import texts
from webhook.app import create_app
from webhook.dependencies import Dependencies
from webhook.inbox import PUSH_LEASE
from webhook.outbound import WeChatSender
from webhook.platform.apis import PlatformApis
from webhook.simulator.api.faults import Fault
from webhook.simulator.phones import Phone

TOKEN = "/stable_token"


@dataclass(frozen=True)
class Case:
    """A fault, how a sending under it ends, and whether the member got it all the same."""

    name: str
    fault: Fault
    state: str
    arrived: bool = False


CASES = [
    Case("html", Fault("html", path=SEND), "unknown"),
    Case("html, though sent", Fault("html", path=SEND, takes_effect=True), "unknown", arrived=True),
    Case("500", Fault("status", path=SEND), "unknown"),
    Case("500, though sent", Fault("status", path=SEND, takes_effect=True), "unknown", arrived=True),
    Case("half a JSON", Fault("half", path=SEND), "unknown"),
    Case("half a JSON, though sent", Fault("half", path=SEND, takes_effect=True), "unknown", arrived=True),
    Case("nothing", Fault("cut", path=SEND), "unknown"),
    Case("nothing, though sent", Fault("cut", path=SEND, takes_effect=True), "unknown", arrived=True),
    Case("busy", Fault("errcode", -1, SEND), "later"),
    Case("no token: html", Fault("html", path=TOKEN), "later"),
    Case("no token: 500", Fault("status", path=TOKEN), "later"),
    Case("no token: half a JSON", Fault("half", path=TOKEN), "later"),
    Case("no token: nothing", Fault("cut", path=TOKEN), "later"),
    Case("refused for ever", Fault("errcode", 40003, SEND), "failed"),
]
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


@pytest.fixture
def settings() -> Settings:
    return Settings(wechat_api_url="http://platform/simulator/api")  # type: ignore[call-arg]


@pytest.fixture
async def stand_in(settings: Settings, clock: FixedClock) -> AsyncIterator[StandIn]:
    stand_in = StandIn(settings, clock)
    yield stand_in
    await stand_in.simulator.close()


@pytest.fixture
async def sender(
    settings: Settings, stand_in: StandIn, clock: FixedClock, database: Database
) -> AsyncIterator[WeChatSender]:
    async with served(stand_in.simulator) as url:
        own, bus = settings.model_copy(update={"wechat_api_url": url}), Bus()
        apis = PlatformApis(own, bus, clock=clock)
        yield WeChatSender(apis, database, own, clock)
        await apis.close()
        await bus.close()


@asynccontextmanager
async def web(deps: Dependencies) -> AsyncIterator[tuple[httpx.AsyncClient, FastAPI]]:
    app = create_app(deps)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://web") as client:
        yield client, app
        await app.state.work.drain()


def pushed(phone: Phone) -> int:
    return sum(line.kind == "push" for line in phone.lines)


@each_case
async def test_a_late_reply_is_pushed_or_can_be_fetched_or_is_shown_as_unknown(
    case: Case,
    deps: Dependencies,
    platform: FakePlatform,
    clock: FixedClock,
    engine: StandInEngine,
    stand_in: StandIn,
    sender: WeChatSender,
) -> None:
    phone, route = stand_in.phone(), "unknown" if case.state == "unknown" else "fetch"
    engine.open.clear()
    async with web(replace(deps, sender=sender, timing=SOON)) as (client, app):
        message = platform.text(phone.openid, "慢")
        assert platform.read(await platform.post(client, message)) is None
        stand_in.simulator.faults.set(case.fault)
        engine.open.set()
        await eventually(lambda: routes_are(deps.database, {route}))
        stand_in.simulator.faults.clear()
        assert pushed(phone) == int(case.arrived)

        clock.move(PUSH_LEASE * 2)
        await app.state.work.sweep()
        await platform.post(client, message)
        calm = replace(deps, sender=sender)
    async with web(calm) as (client, _):
        fetched = await platform.say(client, phone.openid, texts.FETCH_WORD)
        again = await platform.say(client, phone.openid, texts.FETCH_WORD)

    assert pushed(phone) == int(case.arrived)
    assert (fetched == "答：慢") is (route == "fetch") and again != "答：慢"
    assert engine.asked.count("慢") == 1
    told = [text for author, text in await lines(deps.database) if author == "event"]
    expected = texts.PUSH_UNKNOWN if route == "unknown" else texts.PUSH_FAILED
    assert len(told) == 1 and told[0].startswith(expected.partition("{")[0])


async def routes_are(database: Database, routes: set[str]) -> bool:
    return {claim.route for claim in await claims(database)} == routes


@each_case
async def test_a_notice_ends_as_it_ended(
    case: Case, database: Database, clock: FixedClock, settings: Settings, stand_in: StandIn, sender: WeChatSender
) -> None:
    phone = await known(database, clock, settings, stand_in)
    delivery = Delivery(database, sender, clock)
    notice = await database.transact(
        lambda s: queue_notice(s, NoQueue(), phone.name, "test", "您好", clock.now(), "k1")
    )
    assert notice is not None
    stand_in.simulator.faults.set(case.fault)
    states = [await delivery.run(Turn(notice)) for _ in range(2)]
    assert states == [{"later": "waiting"}.get(case.state, case.state)] * 2
    stand_in.simulator.faults.clear()
    await delivery.give_up_stale()
    assert await delivery.run(Turn(notice)) == states[0]
    [row] = await notices(database)
    assert pushed(phone) == int(case.arrived) and row.reason


async def known(database: Database, clock: FixedClock, settings: Settings, stand_in: StandIn) -> Phone:
    """A member who has just written, on both sides. The phone's name is the member's id from now on."""
    phone, now = stand_in.phone(), clock.now()
    appid, limits = settings.accounts[0].appid, settings.limits
    row = await database.transact(lambda s: get_or_add_member(s, database.keyring, appid, phone.openid, now))
    await database.write(lambda c: note_arrival(c, row.id, "message", None, limits, now))
    phone.name = row.id
    return phone
