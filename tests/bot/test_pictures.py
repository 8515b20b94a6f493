"""A picture in the real engine: outside of a form, and in the middle of one that did not ask for it."""

from functools import partial

import pytest

from tests.bot.conftest import Room
from tests.conftest import WEDNESDAY
from union.attachments import arrival
from union.attachments.picture import Picture, Trouble
from union.conversations.reply import Turn

pytestmark = pytest.mark.asyncio(loop_scope="package")

JPEG = Picture(b"\xff\xd8\xff", 4, 3)


async def send(room: Room, member_id: str, result: Picture | Trouble = JPEG) -> Turn:
    """The member sends a picture that has been dealt with."""
    key = f"picture-{next(room._numbers)}"
    database = room.parts.database
    await database.write(lambda c: arrival.expect(c, member_id, key, "media", WEDNESDAY))
    one = await database.query(lambda c: arrival.awaited(c, key))
    assert one is not None
    await database.write(partial(arrival.settle, one=one, result=result))
    return await room.engine.turn(member_id, "[图片]", key)


async def test_a_picture_out_of_the_blue_is_kept_and_leads_on(room: Room) -> None:
    turn = await send(room, await room.newcomer())
    assert "24 小时" in turn.reply.texts[0] and "转人工" in [choice.send for choice in turn.reply.choices]
    assert (turn.understanding.intent, turn.understanding.confidence) == ("inform", 1.0)
    assert turn.understanding.entities == [] and turn.understanding.programs == []


async def test_each_choice_below_it_begins_what_it_says(room: Room) -> None:
    member = await room.newcomer()
    for choice in (await send(room, member)).reply.choices:
        turn = await room.say(await room.newcomer(), choice.send)
        assert turn.understanding.intent in ("benefits.apply", "legal.book", "handoff.request"), choice


async def test_one_that_is_not_here_is_no_secret(room: Room) -> None:
    turn = await send(room, await room.newcomer(), "too_big")
    assert "太大" in "".join(turn.reply.texts)


async def test_in_a_form_that_did_not_ask_for_it_the_question_is_put_again(room: Room) -> None:
    member = await room.newcomer()
    asked = await room.say(member, "我要报名体检")
    turn = await send(room, member)
    assert "还用不上" in turn.reply.texts[0] and turn.reply.texts[-1] == asked.reply.texts[-1]
    state = await room.state(member)
    assert state["form"] == "event_sign_up_form" and "[图片]" not in str(state["slots"])


async def test_it_is_never_taken_for_a_name(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "我要预约律师", "欠薪", "工地三个月没发工资", "下周三下午两点")
    await send(room, member)
    assert not (await room.state(member))["slots"].get("person_name")


async def test_a_picture_does_not_count_as_not_understood(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "呜啦啦啦")
    await send(room, member)
    assert not (await room.state(member))["slots"].get("misses")
