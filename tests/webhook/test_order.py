"""One member's replies keep the order of their messages, in one process and across several."""

import asyncio

import pytest

from base.database import Database
from tests.platform import FakePlatform
from tests.webhook.conftest import Build
from tests.webhook.parts import StandInEngine, StandInSender, claims, eventually
from webhook.dependencies import Timing

CALM = Timing(poll=0.02)
LATE = Timing(budget=0.1, poll=0.02, renew=0.05)


@pytest.mark.parametrize("replicas", [1, 2])
async def test_a_second_message_waits_for_the_first(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine, replicas: int
) -> None:
    clients = [build(timing=CALM) for _ in range(replicas)]
    engine.open.clear()
    first = asyncio.create_task(platform.say(clients[0], "o-1", "一"))
    await eventually(lambda: engine.asked == ["一"])
    second = asyncio.create_task(platform.say(clients[-1], "o-1", "二"))
    other = asyncio.create_task(platform.say(clients[-1], "o-2", "别人"))
    await eventually(lambda: "别人" in engine.asked)  # who is not behind anybody goes on

    async def both_claimed() -> bool:
        return len(await claims(database)) == 3

    await eventually(both_claimed)
    assert "二" not in engine.asked
    engine.open.set()

    assert [await first, await second, await other] == ["答：一", "答：二", "答：别人"]
    assert [text for text in engine.asked if text != "别人"] == ["一", "二"]


async def test_a_late_reply_is_pushed_before_the_next_message_is_answered(
    build: Build, platform: FakePlatform, engine: StandInEngine, sender: StandInSender
) -> None:
    client = build(timing=LATE)
    engine.open.clear()
    assert platform.read(await platform.post(client, platform.text("o-1", "一"))) is None
    assert platform.read(await platform.post(client, platform.text("o-1", "二"))) is None
    engine.open.set()
    await eventually(lambda: len(sender.sent) == 2)
    assert sender.texts == ["答：一", "答：二"]


async def test_a_member_sees_typing_while_a_turn_is_slow(
    build: Build, platform: FakePlatform, engine: StandInEngine, sender: StandInSender
) -> None:
    client = build(timing=Timing(renew=0.02, poll=0.02))
    engine.open.clear()
    asked = asyncio.create_task(platform.say(client, "o-1", "慢"))
    await eventually(lambda: bool(sender.typing))
    engine.open.set()
    assert await asked == "答：慢"
