"""The platform answers a push or a notice with HTML, 500, half a JSON or nothing: nothing is lost, or sent twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

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
from tests.webhook.test_deadline import HINT, SOON
from union.conversations.arrival import note_arrival
from union.members.service import get_or_add_member
from union.notices.delivery import Delivery
from union.notices.queue import DbosQueue
from union.notices.service import NoQueue, NoticeQueue, queue_notice
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


SENDS = [
    Case("html", Fault("html", path=SEND), "unknown"),
    Case("html, though sent", Fault("html", path=SEND, takes_effect=True), "unknown", arrived=True),
    Case("500", Fault("status", path=SEND), "unknown"),
    Case("500, though sent", Fault("status", path=SEND, takes_effect=True), "unknown", arrived=True),
    Case("half a JSON", Fault("half", path=SEND), "unknown"),
    Case("half a JSON, though sent", Fault("half", path=SEND, takes_effect=True), "unknown", arrived=True),
    Case("nothing", Fault("cut", path=SEND), "unknown"),
    Case("nothing, though sent", Fault("cut", path=SEND, takes_effect=True), "unknown", arrived=True),
    Case("busy", Fault("errcode", -1, SEND), "later"),
    Case("refused for ever", Fault("errcode", 40003, SEND), "failed"),
]
NO_TOKEN = [
    Case("no token: html", Fault("html", path=TOKEN), "later"),
    Case("no token: 500", Fault("status", path=TOKEN), "later"),
    Case("no token: half a JSON", Fault("half", path=TOKEN), "later"),
    Case("no token: nothing", Fault("cut", path=TOKEN), "later"),
]
# Who failed to get a token does not ask again at once: these go one by one.
each_group = pytest.mark.parametrize("cases", [SENDS, *([case] for case in NO_TOKEN)], ids=lambda cases: cases[0].name)


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


@each_group
async def test_a_late_reply_is_pushed_or_can_be_fetched_or_is_shown_as_unknown(
    cases: list[Case],
    deps: Dependencies,
    platform: FakePlatform,
    clock: FixedClock,
    engine: StandInEngine,
    stand_in: StandIn,
    sender: WeChatSender,
) -> None:
    async with web(replace(deps, sender=sender, timing=SOON)) as (hasty, app), web(deps) as (calm, _):
        for case in cases:
            phone, route = stand_in.phone(case.name), "unknown" if case.state == "unknown" else "fetch"
            engine.open.clear()
            clock.move(timedelta(seconds=1))
            stand_in.simulator.faults.set(case.fault)
            message = platform.text(phone.openid, case.name)
            assert platform.read(await platform.post(hasty, message)) is None
            engine.open.set()
            await eventually(partial(newest_route_is, deps.database, route))
            stand_in.simulator.faults.clear()

            clock.move(PUSH_LEASE * 2)
            await app.state.work.sweep()
            assert platform.read(await platform.post(hasty, message)) in {None, HINT}
            fetched = await platform.say(calm, phone.openid, texts.FETCH_WORD)
            again = await platform.say(calm, phone.openid, texts.FETCH_WORD)

            assert pushed(phone) == int(case.arrived), case
            assert (fetched == f"答：{case.name}") is (route == "fetch") and again != f"答：{case.name}", case
            assert engine.asked.count(case.name) == 1
    told = [text for author, text in await lines(deps.database) if author == "event"]
    expected = [texts.PUSH_UNKNOWN if case.state == "unknown" else texts.PUSH_FAILED for case in cases]
    assert [text[:9] for text in told] == [text[:9] for text in expected]


async def newest_route_is(database: Database, route: str) -> bool:
    return (await claims(database))[-1].route == route


@each_group
async def test_a_notice_ends_as_it_ended(
    cases: list[Case],
    database: Database,
    clock: FixedClock,
    settings: Settings,
    stand_in: StandIn,
    sender: WeChatSender,
) -> None:
    delivery = Delivery(database, sender, clock)
    for case in cases:
        phone, member = await known(database, clock, settings, stand_in, case.name)
        notice = await queued(database, NoQueue(), member, clock)
        stand_in.simulator.faults.set(case.fault)
        states = [await delivery.run(Turn(notice)) for _ in range(2)]
        stand_in.simulator.faults.clear()
        await delivery.give_up_stale()
        states.append(await delivery.run(Turn(notice)))
        assert states == [{"later": "waiting"}.get(case.state, case.state)] * 3, case
        assert pushed(phone) == int(case.arrived), case
    assert all(row.reason for row in await notices(database))


async def test_a_worker_delivers_what_was_put_off_and_repeats_nothing_unknown(
    database: Database,
    clock: FixedClock,
    settings: Settings,
    stand_in: StandIn,
    sender: WeChatSender,
    system_url: str,
    queue: DbosQueue,
) -> None:
    """With DBOS, which runs a workflow again after a crash, and the sweep, which takes up what is due again."""
    half, busy = Fault("half", path=SEND, calls=1, takes_effect=True), Fault("errcode", -1, SEND, calls=1)
    phones = []
    for number, fault in enumerate((half, busy)):
        phone, member = await known(database, clock, settings, stand_in, f"{number}")
        phones.append(phone)
        stand_in.simulator.faults.set(fault)
        await queued(database, queue, member, clock)
        async with working(database, system_url, sender, f"w{number}", clock):
            await until(database, lambda states: not {"queued", "sending"} & set(states))
            clock.move(timedelta(hours=1))
            states = await until(database, lambda states: not {"waiting", "queued", "sending"} & set(states))
    assert states == ["unknown", "sent"] and [pushed(phone) for phone in phones] == [1, 1]


async def queued(database: Database, queue: NoticeQueue, member: str, clock: FixedClock) -> str:
    notice = await database.transact(lambda s: queue_notice(s, queue, member, "test", "您好", clock.now(), member))
    assert notice is not None
    return notice


async def known(
    database: Database, clock: FixedClock, settings: Settings, stand_in: StandIn, name: str
) -> tuple[Phone, str]:
    """A member who has just written, on both sides; the phone and our id."""
    phone, now = stand_in.phone(name), clock.now()
    appid, limits = settings.accounts[0].appid, settings.limits
    row = await database.transact(lambda s: get_or_add_member(s, database.keyring, appid, phone.openid, now))
    await database.write(lambda c: note_arrival(c, row.id, "message", None, limits, now))
    return phone, row.id


@pytest.fixture
def system_url(database: Database) -> str:
    """With DBOS's tables in it."""
    return sync_url(database.url)


@pytest.fixture
async def queue(system_url: str) -> AsyncIterator[DbosQueue]:
    queue = DbosQueue(system_url)
    yield queue
    queue.close()
