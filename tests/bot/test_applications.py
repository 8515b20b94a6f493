"""Applications in a real dialogue: drafts over days, what staff may not see, appeals, decisions as heard."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.coded import coded_replies
from tests.bot.conftest import Room
from union.applications import service
from union.applications.models import Application, ApplicationDraft
from union.coded.service import CodedReply
from union.notices.service import NoQueue

pytestmark = pytest.mark.asyncio(loop_scope="package")

QUEUE = NoQueue()
SKILLS = ("我要申请技能培训", "是", "电焊工，周末")
CONTACT = "王小明 13812345678"


async def application(room: Room, member: str) -> Application:
    async with room.parts.database.read() as session:
        return (await session.scalars(select(Application).where(Application.member_id == member))).one()


async def staff(room: Room, verb: Any, *arguments: Any, **named: Any) -> Any:
    now = room.parts.clock.now()
    return await room.parts.database.transact(lambda s: verb(s, QUEUE, *arguments, now=now, **named))


async def handed_in(room: Room) -> tuple[str, Application]:
    member = await room.newcomer()
    turn = await room.say(member, *SKILLS, CONTACT, "确认")
    assert "已提交" in str(turn.reply)
    return member, await application(room, member)


async def test_a_draft_is_offered_days_later(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, *SKILLS, "算了")
    days = timedelta(days=5)
    room.parts.clock.move(days)  # type: ignore[attr-defined]
    try:
        turn = await room.say(member, "申请技能培训")
        assert "11月18日（周三）填的“技能培训（演示）”还没有提交" in str(turn.reply)
        turn = await room.say(member, "继续申请")
        assert "姓名和手机号" in str(turn.reply)
    finally:
        room.parts.clock.move(-days)  # type: ignore[attr-defined]


async def test_staff_hear_of_an_application_at_once(room: Room) -> None:
    async with room.parts.bus.subscribe("conversations") as heard:
        member, _ = await handed_in(room)
        assert await anext(heard) == {"member": member}


async def test_nothing_is_kept_before_the_consent(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "家里老人住院，我要申请困难帮扶", "是")  # the question for the consent comes now
    async with room.parts.database.read() as session:
        mine = select(ApplicationDraft).where(ApplicationDraft.member_id == member)
        assert list(await session.scalars(mine)) == []


async def test_answers_are_not_shown_to_staff(room: Room) -> None:
    member = await room.newcomer()
    turn = await room.say(member, *SKILLS)
    assert "application_answers" in (await room.state(member))["slots"]
    assert "application_answers" not in turn.understanding.slots


async def test_ending_leaves_no_slot_behind(room: Room) -> None:
    member, _ = await handed_in(room)
    state = await room.state(member)
    assert state["form"] is None
    assert not [slot for slot in state["slots"] if slot.startswith("application_")]


async def test_a_refusal_is_told_with_a_code_and_appealed_by_it(room: Room) -> None:
    member, one = await handed_in(room)
    await staff(room, service.refuse, one.id, staff="李", reason="班次已满", key=f"r:{one.id}")
    heard = str((await room.say(member, "我的申请")).reply)
    assert "未通过" in heard
    assert "班次已满" in heard

    async with room.parts.database.read() as session:
        code = await service.appeal_code(session, await application(room, member), room.parts.clock.now())
    assert f"申诉 {code}" in heard
    reply = await answer(room, member, f"申诉 {code} 我可以等下一班")
    assert reply.taken
    assert "申诉复核中" in str((await room.say(member, "我的申请到哪了")).reply)
    assert (await application(room, member)).appeal_text == "我可以等下一班"


async def answer(room: Room, member: str, text: str) -> CodedReply:
    now = room.parts.clock.now()

    async def work(session: AsyncSession) -> CodedReply | None:
        return await coded_replies().answer(session, QUEUE, member, text, now, f"{member}:{text}")

    reply = await room.parts.database.transact(work)
    assert reply is not None
    return reply


async def test_what_staff_asked_for_is_answered_in_words(room: Room) -> None:
    member, one = await handed_in(room)
    await staff(room, service.send_back, one.id, staff="李", what="请说明白天能不能来", key=f"b:{one.id}")
    turn = await room.say(member, "补材料")
    assert "请说明白天能不能来" in str(turn.reply)
    turn = await room.say(member, "白天可以请假过来")
    assert "已提交补充材料" in str(turn.reply)
    found = await application(room, member)
    assert found.status == "submitted"
    assert ("补充说明", "白天可以请假过来") in service.told_lines(found)


async def test_what_was_closed_while_the_form_ran_is_told_at_the_end(room: Room) -> None:
    now = room.parts.clock.now()
    new = service.NewRound(
        kind="skills",
        title="将要截止的夜校",
        union_name="演示工会",
        city="舟山市",
        opens_at=now,
        closes_at=now + timedelta(days=1),
        open_to_unbound=True,
    )
    one: Any = await room.parts.database.transact(lambda session: service.open_round(session, new))
    member = await room.newcomer()
    await room.say(member, "我要申请将要截止的夜校", "是", "电焊工，周末", CONTACT)
    await room.parts.database.transact(lambda session: service.close_round(session, one.id, now))
    turn = await room.say(member, "确认")
    assert "已经截止" in str(turn.reply)


async def test_a_long_story_is_cut_and_taken(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "我要申请困难帮扶", "是", "同意", "其他")
    turn = await room.say(member, "家里的情况是这样的，" + "房屋漏水需要修理，" * 600)
    assert "几口人" in str(turn.reply)
