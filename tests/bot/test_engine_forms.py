"""Forms as a member meets them: stepping back, correcting, telling a story."""

import pytest

from tests.bot.conftest import Room

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_stepping_back_does_not_ask_what_has_only_one_answer(room: Room) -> None:
    member = await room.newcomer()
    turn = await room.say(member, "我想报名11月25日的相亲", "上一步")  # one place a member: never asked
    assert "您想报哪一场" in str(turn.reply)
    assert "places" not in (await room.state(member))["slots"]


async def test_stepping_back_asks_for_the_places_where_there_is_a_choice(room: Room) -> None:
    member = await room.newcomer()
    turn = await room.say(member, "抢演出票", "2", "上一步")
    assert "每人最多 2 个" in str(turn.reply)
    turn = await room.say(member, "上一步")
    assert "您想报哪一场" in str(turn.reply)


async def test_stepping_back_from_the_summary_asks_for_the_phone_again(room: Room) -> None:
    member = await room.newcomer()
    turn = await room.say(member, "我想报名11月25日的相亲", "王小明 13812345678", "上一步")
    assert "手机号" in str(turn.reply)
    turn = await room.say(member, "13912345678")
    assert "手机：13912345678" in str(turn.reply)


async def test_stepping_back_at_the_first_question_asks_it_again(room: Room) -> None:
    member = await room.newcomer()
    turn = await room.say(member, "我想预约律师", "上一步")
    assert "您想问哪方面的事" in str(turn.reply)


async def test_a_correction_at_the_summary_asks_only_for_what_was_named(room: Room) -> None:
    member = await room.newcomer()
    turn = await room.say(member, "我想报名11月25日的相亲", "王小明 13812345678", "改手机号")
    assert "手机号是多少" in str(turn.reply)
    turn = await room.say(member, "13912345678")
    assert "姓名：王小明\n手机：13912345678" in "\n".join(turn.reply.texts)


async def test_a_story_does_not_change_the_topic_that_was_chosen(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "我想预约律师", "辞退", "公司不签合同，还拖欠工资三个月了")
    slots = (await room.state(member))["slots"]
    assert slots["topic"] == "辞退"
    assert slots["description"] == "公司不签合同，还拖欠工资三个月了"


async def test_giving_up_keeps_nothing_of_the_form(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "我想报名11月25日的相亲", "王小明", "算了")
    state = await room.state(member)
    assert state["form"] is None
    assert not {"event", "places", "person_name", "phone", "requested_slot"} & set(state["slots"])
