"""Late replies travel by exactly one route; dead processes' messages are taken up."""

import asyncio
import itertools
from dataclasses import replace

import httpx
import pytest

from base.clock import FixedClock
from base.database import Database
from base.settings import Settings
from tests.httpx_calls import HttpxCalls
from tests.platform import FakePlatform, Message
from tests.webhook.conftest import Build
from tests.webhook.parts import (
    ENGINE,
    StandInEngine,
    StandInSender,
    claims,
    eventually,
    lines,
    only_member,
    settings_with,
)
from union.conversations.reply import Turn
from union.notices.sender import Outcome
from webhook import inbox, texts
from webhook.app import caretaking, create_app
from webhook.dependencies import Dependencies, Timing
from webhook.engines import Engines, NoTurn
from webhook.envelope import Envelope, Inbound
from webhook.inbox import LEASE, PUSH_LEASE, Held, Late
from webhook.render import render

# The deadline comes soon, and the engine waits for the test: what is late is certain, not a matter of speed.
SOON = Timing(budget=0.1, hold=0.2, fetch=0.1, poll=0.02, renew=0.05, sweep=0.02)
UNVERIFIED = {"settings": settings_with(wechat_verified=False), "timing": SOON}
HINT = render(texts.FETCH_HINT).text


@pytest.fixture(autouse=True)
def _closed(engine: StandInEngine) -> None:
    engine.open.clear()


async def routes(database: Database) -> list[str]:
    return [claim.route for claim in await claims(database)]


async def settled(database: Database, route: str) -> None:
    async def there() -> bool:
        return route in await routes(database)

    await eventually(there)


async def test_a_verified_accounts_late_reply_is_pushed_once_and_never_passive(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine, sender: StandInSender
) -> None:
    client, message = build(timing=SOON), platform.text("o-1", "慢")
    assert platform.read(await platform.post(client, message)) is None
    assert platform.read(await platform.post(client, message)) is None
    assert sender.sent == [] and await routes(database) == ["push"]

    engine.open.set()
    await settled(database, "pushed")

    assert platform.read(await platform.post(client, message)) is None
    assert sender.sent == [((await only_member(database)).id, "答：慢")]
    assert engine.asked == ["慢"]
    assert await lines(database) == [("member", "慢"), ("bot", "答：慢")]


async def test_a_failed_push_can_be_fetched_and_staff_see_it(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine, sender: StandInSender
) -> None:
    client, sender.outcome = build(timing=SOON), Outcome("failed", "不行")
    await platform.say(client, "o-1", "慢")
    engine.open.set()
    await settled(database, "fetch")
    assert ("event", "（上一条回复未能送达：不行）") in await lines(database)
    client = build()
    assert await platform.say(client, "o-1", "继续") == "答：慢"
    assert await platform.say(client, "o-1", "继续") == "答：继续"


async def test_a_push_of_unknown_outcome_is_not_repeated_and_staff_see_it(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine, sender: StandInSender
) -> None:
    client, sender.outcome = build(timing=SOON), Outcome("unknown", "超时")
    await platform.say(client, "o-1", "慢")
    engine.open.set()
    await settled(database, "unknown")
    assert await platform.say(build(), "o-1", "继续") == "答：继续"
    assert sender.texts == ["答：慢"]
    assert ("event", "（上一条回复是否送达未知：超时）") in await lines(database)


async def test_an_unverified_account_says_continue_at_the_third_try_and_continue_fetches_it(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine, sender: StandInSender
) -> None:
    client, message = build(**UNVERIFIED), platform.text("o-1", "慢")
    statuses = [(await platform.post(client, message)).status_code for _ in range(2)]
    assert statuses == [503, 503]  # held past the platform's patience; nobody reads them
    assert platform.read(await platform.post(client, message)) == HINT
    assert await platform.say(client, "o-1", "继续") == HINT

    engine.open.set()
    await eventually(lambda: _done(database))

    calm = build(settings=UNVERIFIED["settings"])
    fetch = platform.text("o-1", "继续")
    assert platform.read(await platform.post(calm, fetch)) == "答：慢"
    assert platform.read(await platform.post(calm, fetch)) == "答：慢"
    assert platform.read(await platform.post(calm, message)) == HINT
    assert engine.asked == ["慢"] and sender.sent == []
    assert [line for line in await lines(database) if line == ("bot", "答：慢")] == [("bot", "答：慢")]


async def _done(database: Database) -> bool:
    return all(claim.state == "done" for claim in await claims(database))


async def test_an_unverified_accounts_second_try_gets_the_reply_when_it_is_ready(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    hurried = build(**UNVERIFIED)
    patient = build(settings=UNVERIFIED["settings"], timing=replace(SOON, hold=60))
    message = platform.text("o-1", "慢")
    assert (await platform.post(hurried, message)).status_code == 503
    second = asyncio.create_task(platform.post(patient, message))
    await eventually(lambda: _tried(database, 2))
    engine.open.set()
    assert platform.read(await second) == "答：慢"
    assert await routes(database) == ["passive"]


async def _tried(database: Database, times: int) -> bool:
    return [claim.tries for claim in await claims(database)] == [times]


class UnevenEngine:
    """Finishes about when the deadline comes, a little before or after."""

    def __init__(self, budget: float) -> None:
        self._delays = itertools.cycle(budget * share for share in (0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.2))

    async def turn(self, member_id: str, text: str, key: str) -> Turn | NoTurn:
        await asyncio.sleep(next(self._delays))
        return Turn.model_validate({"reply": {"texts": [f"答：{text}"]}})


@pytest.mark.parametrize("verified", [True, False])
async def test_however_close_to_the_deadline_a_reply_is_delivered_once(
    build: Build, platform: FakePlatform, sender: StandInSender, database: Database, verified: bool
) -> None:
    timing = replace(SOON, budget=0.15)
    settings = settings_with(wechat_verified=verified)
    client = build(engines=UnevenEngine(timing.budget), timing=timing, settings=settings)

    async def ask(number: int) -> list[str | None]:
        message, got = platform.text(f"o-{number}", str(number)), []
        for _ in range(3):
            response = await platform.post(client, message)
            if response.status_code == 200:
                got.append(platform.read(response))
                break
        return got

    answers = await asyncio.gather(*(ask(number) for number in range(28)))
    await eventually(lambda: _done(database))
    await eventually(lambda: _no_route(database, "pushing"))

    for number, got in enumerate(answers):
        passive, pushed = got.count(f"答：{number}"), sender.texts.count(f"答：{number}")
        assert passive + pushed == 1 or (not verified and got == [HINT]), (number, got)


async def _no_route(database: Database, route: str) -> bool:
    return route not in await routes(database)


async def test_tries_that_reach_two_processes_are_one_turn(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    other = Database(database.url, database.keyring)
    clients, message = [build(), build(database=other)], platform.text("o-1", "两处")
    tries = [asyncio.create_task(platform.post(client, message)) for client in clients * 3]
    await eventually(lambda: _tried(database, 6))
    engine.open.set()
    assert {platform.read(answer) for answer in await asyncio.gather(*tries)} == {"答：两处"}
    assert engine.asked == ["两处"]
    await other.close()


async def open_message(deps: Dependencies, platform: FakePlatform, message: Message) -> Inbound:
    query, body = platform.seal(message.xml)
    opened = Envelope(deps.settings.accounts[0], deps.database.keyring).open(query, body, deps.clock.now())
    assert isinstance(opened, Inbound)
    return opened


async def die_with(deps: Dependencies, platform: FakePlatform, message: Message) -> Held:
    """A process claims the message, and is gone."""
    inbound = await open_message(deps, platform, message)
    database = deps.database
    return (await database.write(lambda c: deps.conversations.receive(c, inbound, deps.clock.now()))).held


async def test_a_dead_processs_message_is_taken_over_by_the_next_try(
    client: httpx.AsyncClient,
    deps: Dependencies,
    platform: FakePlatform,
    database: Database,
    clock: FixedClock,
    engine: StandInEngine,
) -> None:
    message = platform.text("o-1", "重来")
    dead = await die_with(deps, platform, message)
    clock.move(LEASE)
    engine.open.set()
    tries = await asyncio.gather(*(platform.post(client, message) for _ in range(3)))
    assert {platform.read(answer) for answer in tries} == {"答：重来"}
    assert engine.asked == ["重来"]
    assert await lines(database) == [("member", "重来"), ("bot", "答：重来")]
    assert await database.write(lambda c: inbox.finish(c, dead, "太晚", clock.now())) is None


async def test_a_waiting_try_takes_over_when_the_lease_ends(
    client: httpx.AsyncClient, deps: Dependencies, platform: FakePlatform, clock: FixedClock, engine: StandInEngine
) -> None:
    message = platform.text("o-1", "等到")
    await die_with(deps, platform, message)
    engine.open.set()
    waiting = asyncio.create_task(platform.post(client, message))
    await eventually(lambda: _tried(deps.database, 2))
    assert engine.asked == []
    clock.move(LEASE)
    assert platform.read(await waiting) == "答：等到"


async def test_what_a_dead_process_promised_to_push_is_pushed(
    deps: Dependencies,
    platform: FakePlatform,
    database: Database,
    clock: FixedClock,
    engine: StandInEngine,
    sender: StandInSender,
) -> None:
    dead = await die_with(deps, platform, platform.text("o-1", "承诺"))
    await database.write(lambda c: inbox.decide(c, [Late(dead.key, "push", "承诺")])[dead.key])
    engine.open.set()
    quick = replace(deps, timing=SOON)
    work = create_app(quick).state.work
    await work.sweep()
    assert engine.asked == []  # it may still be alive
    clock.move(LEASE)
    async with caretaking(quick, work):
        await settled(database, "pushed")
    assert sender.texts == ["答：承诺"] and engine.asked == ["承诺"]


async def test_a_push_cut_off_by_a_death_counts_as_unknown(
    deps: Dependencies, platform: FakePlatform, database: Database, clock: FixedClock, sender: StandInSender
) -> None:
    dead = await die_with(deps, platform, platform.text("o-1", "断了"))
    await database.write(lambda c: inbox.decide(c, [Late(dead.key, "push", "断了")])[dead.key])
    await database.write(lambda c: inbox.finish(c, dead, "答案", clock.now()))
    clock.move(PUSH_LEASE)
    await create_app(deps).state.work.sweep()
    assert await routes(database) == ["unknown"] and sender.sent == []
    assert (await lines(database))[-1] == ("event", "（上一条回复是否送达未知：发送中断）")


async def test_a_long_turn_keeps_its_lease(
    build: Build, platform: FakePlatform, database: Database, clock: FixedClock, engine: StandInEngine
) -> None:
    answer = asyncio.create_task(platform.post(build(timing=replace(SOON, budget=60)), platform.text("o-1", "长")))
    await eventually(lambda: len(engine.turns) == 1)
    clock.move(LEASE / 2)
    await eventually(lambda: _leased_until_after(database, clock))
    engine.open.set()
    assert platform.read(await answer) == "答：长"


async def _leased_until_after(database: Database, clock: FixedClock) -> bool:
    return (await claims(database))[0].lease_until >= clock.now() + LEASE


async def test_a_request_that_is_given_up_does_not_end_its_turn(
    client: httpx.AsyncClient, platform: FakePlatform, engine: StandInEngine
) -> None:
    message = platform.text("o-1", "断线")
    first = asyncio.create_task(platform.post(client, message))
    await eventually(lambda: len(engine.turns) == 1)
    first.cancel()
    engine.open.set()
    assert platform.read(await platform.post(client, message)) == "答：断线"
    assert engine.asked == ["断线"]


async def test_a_shutdown_waits_for_late_turns_and_their_push(
    deps: Dependencies, platform: FakePlatform, engine: StandInEngine, sender: StandInSender
) -> None:
    app = create_app(replace(deps, timing=SOON))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://web") as client:
        assert await platform.say(client, "o-1", "关门") is None
    drained = asyncio.create_task(app.state.work.drain())
    engine.open.set()
    await drained
    assert sender.texts == ["答：关门"]


class BrokenEngines(Engines):
    async def turn(self, member_id: str, text: str, key: str) -> Turn | NoTurn:
        raise RuntimeError("a bug")


async def test_a_turn_that_fails_is_tried_again_and_the_third_try_is_honest(
    build: Build, platform: FakePlatform, engine: StandInEngine
) -> None:
    client, message = build(engines=BrokenEngines([ENGINE])), platform.text("o-1", "坏")
    tries = [await platform.post(client, message) for _ in range(3)]
    assert [answer.status_code for answer in tries] == [503, 503, 200]
    assert platform.read(tries[2]) == render(texts.NOT_HANDLED).text
    engine.open.set()
    mended = platform.text("o-1", "好了")
    assert (await platform.post(client, mended)).status_code == 503
    assert platform.read(await platform.post(build(), mended)) == "答：好了"


async def test_an_engine_that_never_answers_gives_an_honest_line(
    build: Build, platform: FakePlatform, settings: Settings, sender: StandInSender
) -> None:
    async def silent(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("nothing")

    client = build(engines=Engines([ENGINE], HttpxCalls(httpx.MockTransport(silent))))
    assert await platform.say(client, "o-1", "沉默") == render(texts.NO_ANSWER).text
