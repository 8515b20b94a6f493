"""Members who go: the last reply still goes out, by whichever route, and whoever writes on is a newcomer."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from base.clock import FixedClock
from base.database import Database
from tests.platform import FakePlatform
from tests.webhook.conftest import Build
from tests.webhook.parts import StandInEngine, StandInSender, claims, eventually, lines, only_member, settings_with
from union.members.models import Member
from union.notices.service import NoQueue
from union.privacy.erasure import ask_erasure, sweep
from union.privacy.models import Erasure
from webhook.dependencies import Timing
from webhook.holding import ALL_HOLDINGS, is_answering

LATE = Timing(budget=0.1, poll=0.02, renew=0.05)


async def swept(database: Database, clock: FixedClock) -> int:
    now = clock.now()
    return await database.transact(
        lambda s: sweep(s, queue=NoQueue(), holdings=ALL_HOLDINGS, busy=is_answering, now=now)
    )


async def members(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Member.id)))


async def test_the_reply_is_in_the_response_and_nothing_else_is_left(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    client = build()
    assert await platform.say(client, "o-1", "早") == "答：早"
    engine.erases = True
    message = platform.text("o-1", "删")
    assert platform.read(await platform.post(client, message)) == "答：删"
    assert (await members(database), await lines(database)) == ([], [])
    [kept] = await claims(database)
    assert (kept.member_id, kept.answer, kept.request) == (None, "答：删", None)
    assert platform.read(await platform.post(client, message)) == "答：删"  # a repeat: answered, not done again
    assert await members(database) == [] and engine.asked == ["早", "删"]
    engine.erases = False
    assert await platform.say(client, "o-1", "回来了") == "答：回来了"
    assert len(await members(database)) == 1


async def test_a_late_reply_is_pushed_first_and_the_worker_erases_then(
    build: Build,
    platform: FakePlatform,
    database: Database,
    clock: FixedClock,
    engine: StandInEngine,
    sender: StandInSender,
) -> None:
    client = build(timing=LATE)
    engine.erases = True
    engine.open.clear()
    assert platform.read(await platform.post(client, platform.text("o-1", "删"))) is None
    member, now = (await only_member(database)).id, clock.now()
    await database.transact(lambda s: ask_erasure(s, member, "asked", now))  # as the action does, in its own turn
    assert await swept(database, clock) == 1  # put off: the answer is still being made
    assert await members(database) == [member]
    engine.open.set()
    await eventually(lambda: sender.texts == ["答：删"])

    async def is_out() -> bool:
        return [claim.route for claim in await claims(database)] == ["pushed"]

    await eventually(is_out)
    clock.move(timedelta(minutes=1))
    assert await swept(database, clock) == 1
    assert (await members(database), await claims(database), await lines(database)) == ([], [], [])


async def test_a_message_behind_the_last_word_comes_again_as_a_newcomers(
    build: Build, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    client = build()
    engine.erases = True
    engine.open.clear()
    last = asyncio.create_task(platform.say(client, "o-1", "删"))
    await eventually(lambda: engine.asked == ["删"])
    message = platform.text("o-1", "谢谢")
    behind = asyncio.create_task(platform.post(client, message))

    async def both_claimed() -> bool:
        return len(await claims(database)) == 2

    await eventually(both_claimed)
    engine.open.set()
    assert await last == "答：删"
    engine.erases = False
    refused = await behind
    assert refused.status_code != 200 or refused.text == ""
    assert "谢谢" not in engine.asked and await members(database) == []
    assert platform.read(await platform.post(client, message)) == "答：谢谢"
    assert len(await members(database)) == 1


async def test_leaving_makes_an_erasure_due_and_coming_back_undoes_it(
    build: Build, platform: FakePlatform, database: Database, clock: FixedClock
) -> None:
    client = build(settings=settings_with(limits={"erase_after_hours": 1}))
    await platform.say(client, "o-1", "早")
    await platform.post(client, platform.event("o-1", "unsubscribe"))
    assert await swept(database, clock) == 0
    clock.move(timedelta(minutes=30))
    await platform.post(client, platform.event("o-1", "subscribe"))
    async with database.read() as session:
        assert (await session.scalars(select(Erasure))).all() == []
    await platform.post(client, platform.event("o-1", "unsubscribe"))
    clock.move(timedelta(minutes=61))
    assert await swept(database, clock) == 1
    assert (await members(database), await claims(database)) == ([], [])


async def test_who_is_gone_already_for_the_platform_is_erased_when_the_event_comes(
    build: Build, platform: FakePlatform, database: Database, clock: FixedClock
) -> None:
    client = build()
    await platform.say(client, "o-1", "早")
    for _ in range(2):
        await platform.post(client, platform.event("o-1", "unsubscribe"))
    assert [await swept(database, clock), await swept(database, clock)] == [1, 0]
    assert await members(database) == []
