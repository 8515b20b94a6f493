"""A question that was not answered well is kept for staff; what they answer is known to every engine within seconds."""

import asyncio

import pytest

from bot.engine import Engine
from knowledge.editing.answering import answer_questions
from knowledge.editing.service import NEW, By, Saved, retire_entry
from knowledge.guides import Guide
from knowledge.learning.service import group_of, question_groups
from knowledge.live import Version
from knowledge.store import load_current
from knowledge.trying import try_programs, try_rights
from tests.bot.conftest import Room
from tests.knowledge.entries import guide
from union.conversations.reply import Turn

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_what_the_facts_do_not_know_is_kept_and_what_they_know_is_not(room: Room) -> None:
    member = await room.newcomer()
    unknown, known = "文成县工会有没有电影票团购", "小营的相亲工作站每周哪几天有人"
    assert (await room.say(member, unknown)).understanding.outcome == "not_found"
    assert (await room.say(member, known)).understanding.outcome == "answered"

    async with room.parts.database.read() as session:
        kept = [text for group in await question_groups(session) for text in group.texts]

    assert unknown in kept
    assert known not in kept


LIVE_SECONDS = 30  # five, and a busy machine
CARD = Guide.model_validate(guide(id="learnt-card", questions=["工会卡丢了怎么补办", "会员卡掉了去哪补"]))


async def answered(room: Room, engine: Engine, question: str) -> Turn:
    """The engine's answer, asked by newcomers until it is one."""
    async with asyncio.timeout(LIVE_SECONDS):
        while True:
            member = await room.newcomer()
            turn = await engine.turn(member, question, f"learnt-{member}")
            if turn.understanding.outcome == "answered":
                return turn
            await asyncio.sleep(0.1)


async def test_an_answer_made_of_an_unanswered_question_is_given_by_every_engine_and_gone_when_retired(
    room: Room,
) -> None:
    database, now = room.parts.database, room.parts.clock.now()
    member, question = await room.newcomer(), "工会卡丢了怎么补办"
    assert (await room.say(member, question)).understanding.outcome == "not_found"
    async with database.read() as session:
        [waiting] = [one for one in await question_groups(session) if question in one.texts]
        group = await group_of(session, waiting.number)
    assert group is not None

    saved = await database.transact(
        lambda s: answer_questions(s, group.ids, "guide", CARD, base=NEW, by=By("小周", "added", now))
    )
    assert isinstance(saved, Saved)

    for engine in (room.engine, room.rival):
        turn = await answered(room, engine, question)
        assert CARD.answer in turn.reply.texts[0]
        assert turn.reply.texts[1] == "（来源：市总工会组织部，核对于 2026-11）"
        assert turn.understanding.programs[0] == CARD.id
    for other in ("会员卡掉了去哪补", "我的工会卡丢了，咋补办呢", "工会卡丢了能补办不"):
        assert CARD.answer in (await answered(room, room.engine, other)).reply.texts[0]
    async with database.read() as session:
        assert await group_of(session, waiting.number) is None

    await database.transact(
        lambda s: retire_entry(s, "guide", CARD.id, base=saved.version, by=By("小周", "retired", now))
    )
    async with asyncio.timeout(LIVE_SECONDS):
        while (await room.say(await room.newcomer(), question)).understanding.outcome != "not_found":
            await asyncio.sleep(0.1)


async def test_the_preview_of_an_entry_is_what_the_bot_says(room: Room) -> None:
    question = "小营的相亲工作站每周哪几天有人"
    async with room.parts.database.read() as session:
        number, content = await load_current(session)
    version = Version.of(number, content)
    law = "老板拖欠工资怎么办"

    said = await room.say(await room.newcomer(), question)
    assert tuple(said.reply.texts[:-1]) == try_programs(version, question).reply  # then: 还想知道什么
    told = await room.say(await room.newcomer(), law)
    preview = try_rights(version, law).reply
    assert tuple(told.reply.texts[: len(preview)]) == preview  # then perhaps: a case like this one
