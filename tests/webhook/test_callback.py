"""Signed and encrypted callbacks through the real route, on real databases."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

from base.accounts import WeChatMode
from base.clock import FixedClock
from base.database import Database
from tests.platform import FakePlatform
from tests.webhook.conftest import Build
from tests.webhook.parts import StandInEngine, StandInSender, eventually, lines, only_member, settings_with
from union.conversations.models import Conversation, Message
from union.conversations.reply import Choice
from union.conversations.service import owner_of
from union.handoff.service import request_handoff
from union.members.models import Member
from webhook import texts
from webhook.app import create_app
from webhook.dependencies import Dependencies
from webhook.models import Claim
from webhook.plan import MAX_TURN
from webhook.render import render


async def count(database: Database, table: type) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_the_handshake_echoes_verbatim_as_plain_text(client: httpx.AsyncClient, platform: FakePlatform) -> None:
    query, _ = platform.seal("<xml/>")
    answer = await client.get("/wechat", params={**query, "echostr": "0012<b>"})
    assert (answer.status_code, answer.text) == (200, "0012<b>")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_a_handshake_of_somebody_else_is_refused(client: httpx.AsyncClient, platform: FakePlatform) -> None:
    query, _ = platform.seal("<xml/>")
    assert (await client.get("/wechat", params={**query, "signature": "0" * 40, "echostr": "1"})).status_code == 403
    assert (await client.get("/wechat")).status_code == 403
    assert (await client.get("/wechat", params=query)).status_code == 400


@pytest.mark.parametrize("mode", ["plain", "compatible", "secure"])
async def test_a_question_is_answered_and_recorded_in_every_mode(
    build: Build, deps: Dependencies, database: Database, engine: StandInEngine, mode: str
) -> None:
    settings = settings_with(wechat_mode=mode)
    client, platform = build(settings=settings), FakePlatform(settings, deps.clock)
    engine.choices = [Choice(label="更多", send="更多")]

    answer = await platform.say(client, "o-1", "最近有什么活动")

    assert answer is not None
    assert answer.startswith("答：最近有什么活动\n1. <a href=")
    member = await only_member(database)
    assert engine.turns == [{"member": member.id, "text": "最近有什么活动", "key": engine.turns[0]["key"]}]
    assert member.openid == "o-1" and "o-1" not in str(engine.turns)
    assert await lines(database) == [("member", "最近有什么活动"), ("bot", "答：最近有什么活动\n「更多」")]
    async with database.read() as session:
        understood = await session.scalar(select(Message.understanding).where(Message.author == "bot"))
    assert understood is not None and "ask_program" in understood


async def test_a_wrong_or_missing_signature_does_nothing(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    query, body = platform.seal(platform.text("o-1", "你好").xml)
    wrong = [{**query, "signature": "0" * 40}, {**query, "msg_signature": "0" * 40}, {}, {"signature": "签"}]
    wrong += [{name: value for name, value in query.items() if name != left} for left in ("signature", "msg_signature")]
    for bad in wrong:
        answer = await client.post("/wechat", params=bad, content=body)
        assert answer.status_code == 403
        assert len(answer.text) < 20
    assert engine.turns == []
    assert await count(database, Member) == await count(database, Claim) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"<xml><ToUserName>", 400),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>', 400),
        (b"<xml><Encrypt>AAAA</Encrypt></xml>", 403),
        (b"<xml><MsgType>text</MsgType><FromUserName>o</FromUserName></xml>", 400),
        (b"x" * (64 * 1024 + 1), 413),
    ],
)
async def test_bad_bodies_get_a_clear_4xx(
    client: httpx.AsyncClient, platform: FakePlatform, engine: StandInEngine, body: bytes, status: int
) -> None:
    query, _ = platform.seal("<xml/>")
    answer = await client.post("/wechat", params=query, content=body)
    assert answer.status_code == status
    assert "Traceback" not in answer.text and len(answer.text) < 20
    assert engine.turns == []


async def test_a_body_without_a_declared_length_is_cut_off_too(
    client: httpx.AsyncClient, platform: FakePlatform
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 4096

    answer = await client.post("/wechat", params=platform.seal("<xml/>")[0], content=endless())
    assert answer.status_code == 413


async def test_the_same_message_five_times_at_once_is_one_turn_and_one_reply(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    engine.open.clear()
    message = platform.text("o-1", "我要报名")
    tries = [asyncio.create_task(platform.post(client, message)) for _ in range(5)]
    await eventually(lambda: len(engine.turns) == 1)
    engine.open.set()

    answers = {platform.read(answer) for answer in await asyncio.gather(*tries)}
    later = platform.read(await platform.post(client, message))

    assert answers == {"答：我要报名"} == {later}
    assert engine.asked == ["我要报名"]
    assert await lines(database) == [("member", "我要报名"), ("bot", "答：我要报名")]
    assert await count(database, Claim) == await count(database, Member) == 1


async def test_a_repeat_in_plain_mode_is_the_same_byte_for_byte(build: Build, deps: Dependencies) -> None:
    settings = settings_with(wechat_mode="plain")
    client, platform = build(settings=settings), FakePlatform(settings, deps.clock)
    message = platform.text("o-1", "你好")
    assert (await platform.post(client, message)).content == (await platform.post(client, message)).content


async def test_repeated_events_are_answered_once_and_others_are_not_dropped(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    first, second = platform.event("o-1", "CLICK", "say:活动"), platform.event("o-1", "CLICK", "律师")
    answers = [platform.read(await platform.post(client, event)) for event in (first, first, second)]
    assert answers == ["答：活动", "答：活动", "答：律师"]
    assert engine.asked == ["活动", "律师"]


async def test_following_greets_with_choices_and_unfollowing_is_noted(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    greeting = platform.read(await platform.post(client, platform.event("o-1", "subscribe", "qrscene_7")))
    assert greeting == render(texts.GREETING).text
    assert platform.read(await platform.post(client, platform.event("o-1", "unsubscribe"))) is None
    assert (await only_member(database)).following is False
    await platform.say(client, "o-1", "你好")
    assert (await only_member(database)).following is True
    assert engine.asked == ["你好"]


async def test_events_that_ask_for_nothing_leave_no_trace(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    for event in ("LOCATION", "VIEW", "scancode_push", "location_select", "no such event"):
        assert platform.read(await platform.post(client, platform.event("o-1", event))) is None
    assert engine.turns == [] and await lines(database) == []


async def test_texts_without_words_and_other_kinds_get_a_helpful_line(
    client: httpx.AsyncClient, platform: FakePlatform, engine: StandInEngine
) -> None:
    helpful = render(texts.NOTHING_TO_READ).text
    assert [await platform.say(client, "o-1", text) for text in ("", "👍👍", " \n", "……")] == [helpful] * 4
    assert platform.read(await platform.post(client, platform.voice("o-1"))) == render(texts.EMPTY_VOICE).text
    assert platform.read(await platform.post(client, platform.voice("o-1", "活动"))) == "答：活动"
    assert engine.asked == ["活动"]


async def test_a_very_long_text_is_recorded_whole_and_answered(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    answer = await platform.say(client, "o-1", "长" * 10_000)
    assert answer is not None and len(answer.encode()) < 2048
    assert engine.asked == ["长" * MAX_TURN]
    assert (await lines(database))[0] == ("member", "长" * 10_000)


async def test_a_command_typed_by_a_member_is_only_words(
    client: httpx.AsyncClient, platform: FakePlatform, engine: StandInEngine
) -> None:
    await platform.say(client, "o-1", "/restart")
    assert engine.asked == ["restart"]


async def test_while_staff_have_the_conversation_the_bot_is_silent_and_staff_are_told(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, deps: Dependencies, engine: StandInEngine
) -> None:
    await platform.say(client, "o-1", "你好")
    member = (await only_member(database)).id
    await database.transact(lambda s: request_handoff(s, member, "", deps.clock.now()))

    async with deps.bus.subscribe("conversations") as told:
        message = platform.text("o-1", "有人吗")
        assert platform.read(await platform.post(client, message)) is None
        assert platform.read(await platform.post(client, message)) is None
        assert await anext(told) == {"member": member}

    assert [line for line in await lines(database) if line[0] == "member"] == [("member", "你好"), ("member", "有人吗")]
    assert await platform.say(client, "o-1", "退出人工") == "已退出人工，我继续为您服务。"
    async with database.read() as session:
        assert await owner_of(session, member) == "bot"
    assert await platform.say(client, "o-1", "你好") == "答：你好"
    assert engine.asked == ["你好", "你好"]


@pytest.mark.parametrize("status", [503, 500])
async def test_without_an_engine_the_member_gets_an_honest_line_and_may_have_staff(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine, status: int
) -> None:
    engine.status = status
    assert await platform.say(client, "o-1", "疗休养怎么报名") == render(texts.NO_ENGINE).text
    assert "msgmenucontent=转人工" in render(texts.NO_ENGINE).text
    queued = await platform.say(client, "o-1", "转人工")
    assert queued is not None and queued.startswith("已为您转接人工")
    async with database.read() as session:
        assert await session.scalar(select(Conversation.owner)) == "queue"


async def test_what_the_engine_hands_over_reaches_the_consoles(
    client: httpx.AsyncClient, platform: FakePlatform, deps: Dependencies, engine: StandInEngine
) -> None:
    engine.outcome = "handoff"
    async with deps.bus.subscribe("conversations") as told:
        await platform.say(client, "o-1", "转人工")
        assert "member" in await anext(told)


async def test_a_database_that_is_gone_gives_no_trace_outside_and_the_platform_tries_again(
    deps: Dependencies, platform: FakePlatform, sender: StandInSender
) -> None:
    gone = Database("sqlite+aiosqlite:////no/such/folder/a.db", deps.database.keyring)
    app = create_app(replace(deps, database=gone))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://web") as client:
        answer = await platform.post(client, platform.text("o-1", "你好"))
        assert (answer.status_code, answer.text) == (503, "")
    await gone.close()


async def test_a_long_answer_is_read_page_by_page_and_the_next_question_ends_it(
    client: httpx.AsyncClient, platform: FakePlatform, engine: StandInEngine
) -> None:
    question = "这是一句很长的话。" * 100
    first = await platform.say(client, "o-1", question) or ""
    second = await platform.say(client, "o-1", "更多") or ""
    assert first.count("这是一句很长的话。") + second.count("这是一句很长的话。") == 100
    assert engine.asked == [question[:1000]]
    assert await platform.say(client, "o-1", "更多") == "答：更多"


async def test_a_typed_number_means_the_choice_that_stood_there(
    client: httpx.AsyncClient, platform: FakePlatform, engine: StandInEngine, clock: FixedClock
) -> None:
    async def say(text: str) -> str:
        clock.move(timedelta(seconds=1))
        return await platform.say(client, "o-1", text) or ""

    greeting = platform.read(await platform.post(client, platform.event("o-1", "subscribe"))) or ""
    assert "2. <a href" in greeting
    assert await say("2") == f"答：{texts.GREETING.choices[1].send}"
    assert await say("2") == "答：2"  # nothing was offered
    engine.choices = [Choice(label="更多活动", send="还有什么活动")]
    await say("你好")
    assert (await say("1")).startswith("答：还有什么活动")


async def test_what_the_account_may_send_is_noted(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database
) -> None:
    async def allowed() -> tuple[int, int]:
        async with database.read() as session:
            row = (await session.scalars(select(Conversation))).one()
            return row.message_left, row.moment_left

    await platform.post(client, platform.event("o-1", "SCAN", "poster"))
    assert await allowed() == (0, 3)
    await platform.say(client, "o-1", "你好")
    assert await allowed() == (5, 3)


async def test_every_account_has_its_own_door_and_members(
    client: httpx.AsyncClient, deps: Dependencies, platform: FakePlatform, database: Database
) -> None:
    first, second = deps.settings.accounts
    other = FakePlatform(deps.settings, deps.clock, account=second)
    assert await platform.say(client, "o-1", "你好") == await other.say(client, "o-1", "你好") == "答：你好"
    async with database.read() as session:
        members = (await session.scalars(select(Member).where(Member.account.in_([first.appid, second.appid])))).all()
    assert len({member.id for member in members}) == 2

    query, body = platform.seal(platform.text("o-1", "你好").xml)
    for path, status in ((f"/wechat/{second.appid}", 403), ("/wechat/nobody", 404), (f"/wechat/{first.appid}", 200)):
        assert (await client.post(path, params=query, content=body)).status_code == status


async def test_both_modes_are_taken_while_the_mode_is_changed(build: Build, deps: Dependencies) -> None:
    settings = settings_with(wechat_mode="secure", wechat_mode_before="plain")
    client = build(settings=settings)
    modes: list[WeChatMode] = ["plain", "compatible", "secure"]
    for mode in modes:
        platform = FakePlatform(settings, deps.clock, mode)
        assert await platform.say(client, mode, "你好") == "答：你好"


async def test_the_result_of_a_notice_does_not_make_a_follower_of_who_has_left(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database
) -> None:
    await platform.say(client, "o-1", "你好")
    await platform.post(client, platform.event("o-1", "unsubscribe"))
    result = platform.event("o-1", "TEMPLATESENDJOBFINISH", MsgID=9, Status="failed:user block")
    assert platform.read(await platform.post(client, result)) is None
    assert not (await only_member(database)).following
    await platform.post(client, platform.event("o-1", "subscribe"))
    assert (await only_member(database)).following
