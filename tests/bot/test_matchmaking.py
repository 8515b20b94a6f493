"""Matchmaking in a real dialogue: what is asked, what is kept, and what nobody gets to see."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions.matchmaking_form import CONTACT
from actions.matchmaking_slots import CONSENT, slot_of
from app.coded import coded_replies
from tests.bot.conftest import Room
from union.coded.models import ReplyCode
from union.coded.service import CodedReply
from union.conversations.models import Message
from union.conversations.reply import PRIVATE
from union.conversations.service import record
from union.matchmaking.fields import FIELDS
from union.matchmaking.models import Profile
from union.matchmaking.rules import CONSENT_VERSION
from union.matchmaking.service import hold_round
from union.members.models import Member
from union.notices.service import NoQueue

pytestmark = pytest.mark.asyncio(loop_scope="package")

DOMAIN: dict[str, Any] = yaml.safe_load(Path("bot/domain/matchmaking.yml").read_text(encoding="utf-8"))
MAN = "男，1992年，拱墅区，本科，教师，未婚"
WOMAN = "女，1994年，拱墅区，本科，护士，未婚"
# Of the consent's text: who changes the text asks everybody anew, by a new CONSENT_VERSION.
CONSENTS = {"2026-11": "fd56ab1796ed"}


async def registered(room: Room, told: str, contact: str, *more: str) -> str:
    member = await room.newcomer()
    texts = ("登记相亲资料", "同意", told, "跳过", "25到45岁，其他不限", *more, "跳过", contact)
    await room.say(member, *texts)
    turn = await room.say(member, "确认")
    assert "已提交" in str(turn.reply)
    return member


async def test_nothing_is_taken_before_the_consent(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, f"我要登记相亲，{MAN}")
    assert (await room.state(member))["form"] == "matchmaking_form"
    filled = (await room.state(member))["slots"]
    assert not any(slot_of(name) in filled for name in FIELDS)


async def test_contact_data_that_is_known_is_not_asked_again(room: Room) -> None:
    member = await registered(room, MAN, "王小明 13812345678")
    await room.say(member, "退出相亲", "确认")
    turn = await room.say(member, "登记相亲资料", "同意", MAN, "跳过", "不限", "不限", "不限", "不限", "跳过")
    assert "手机：13812345678" in str(turn.reply)


async def test_a_member_hears_the_code_of_an_introduction_and_both_get_the_contact(room: Room) -> None:
    he = await registered(room, MAN, "王小明 13812345678")
    she = await registered(room, WOMAN, "李小红 13912345678")
    database, now = room.parts.database, room.parts.clock.now()
    assert (await hold_round(database, NoQueue(), now)).introductions

    for member in (he, she):
        turn = await room.say(member, "有人和我配对吗")
        async with database.read() as session:
            code = await session.scalar(select(ReplyCode.code).where(ReplyCode.member_id == member))
        assert [choice.send for choice in turn.reply.choices] == [f"愿意 {code}", f"不合适 {code}"]
        reply = await _answer(room, member, f"愿意 {code}")
        assert reply.taken
    assert "你们都愿意认识" in reply.text
    turn = await room.say(he, "有人和我配对吗")
    assert "暂停状态" in str(turn.reply)


async def test_who_has_answered_hears_that_the_other_has_not(room: Room) -> None:
    he = await registered(room, MAN, "王小明 13812345678", "最好同区")
    she = await registered(room, WOMAN, "李小红 13912345678")
    database, now = room.parts.database, room.parts.clock.now()
    await hold_round(database, NoQueue(), now)
    async with database.read() as session:
        code = await session.scalar(select(ReplyCode.code).where(ReplyCode.member_id == he))
    await _answer(room, he, f"愿意 {code}")

    assert "在等对方答复" in str((await room.say(he, "有人和我配对吗")).reply)
    await room.say(she, "退出相亲", "确认")
    assert "在配对中" in str((await room.say(he, "有人和我配对吗")).reply)


async def test_staff_read_nothing_of_what_is_told(room: Room) -> None:
    member = await room.newcomer()
    for text in ("登记相亲资料", "同意", MAN, "喜欢拉二胡"):
        await _hear(room, member, text)
    turn = await _hear(room, member, "转人工")

    async with room.parts.database.read() as session:
        lines = [line.text for line in await session.scalars(select(Message).where(Message.member_id == member))]
    assert lines[:5] == ["登记相亲资料", PRIVATE, PRIVATE, PRIVATE, "转人工"]
    assert not any(name.startswith("matchmaking_") for name in turn.understanding.slots)
    assert not turn.reply.private  # what is not meant for the form stands in the transcript as ever


async def test_summary_and_profile_are_private_and_the_end_is_not(room: Room) -> None:
    member = await room.newcomer()
    texts = ("登记相亲资料", "同意", MAN, "跳过", "不限", "不限", "不限", "不限", "跳过")
    await room.say(member, *texts)
    assert (await room.say(member, "王小明 13812345678")).reply.private
    assert not (await room.say(member, "确认")).reply.private
    assert (await room.say(member, "我的相亲资料")).reply.private


async def test_giving_up_keeps_nothing(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "登记相亲资料", "同意", MAN, "算了")
    assert not any(slot.startswith("matchmaking_") for slot in (await room.state(member))["slots"])
    async with room.parts.database.read() as session:
        assert await session.get(Profile, member) is None


async def test_an_outdated_consent_is_asked_again_and_the_rest_is_known(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = await registered(room, MAN, "王小明 13812345678")
    for module in ("actions.matchmaking_slots", "union.matchmaking.profiles"):
        monkeypatch.setattr(f"{module}.CONSENT_VERSION", "2027-01")

    assert "须知有更新" in str((await room.say(member, "有人和我配对吗")).reply)
    assert "同意吗" in str((await room.say(member, "修改相亲资料")).reply)
    assert "请核对" in str((await room.say(member, "同意")).reply)
    assert "已提交" in str((await room.say(member, "确认")).reply)


async def test_leaving_from_the_middle_of_the_form_asks_for_a_yes_first(room: Room) -> None:
    member = await registered(room, MAN, "王小明 13812345678")
    assert "确定退出" in str((await room.say(member, "修改相亲资料", "退出相亲")).reply)
    assert "已取消" in str((await room.say(member, "确认")).reply)
    assert (await room.state(member))["form"] is None


async def test_the_same_confirmation_again_is_one_profile(room: Room) -> None:
    member = await registered(room, MAN, "王小明 13812345678")
    async with room.parts.database.read() as session:
        found = await session.get_one(Profile, member)
        known = await session.get_one(Member, member)
    assert (found.version, known.phone) == (1, "13812345678")
    assert timedelta() <= room.parts.clock.now() - found.consented_at < timedelta(minutes=1)


async def test_slots_and_questions_are_those_of_the_fields() -> None:
    every = {slot_of(name) for name in FIELDS}
    assert set(DOMAIN["slots"]) == every | {CONSENT, slot_of("musts")}
    asked = [slot_of(name) for name, field in FIELDS.items() if not field.optional]
    assert DOMAIN["forms"]["matchmaking_form"]["required_slots"] == [CONSENT, *asked, *CONTACT]
    for name, field in FIELDS.items():
        response = DOMAIN["responses"].get(f"utter_ask_matchmaking_form_{slot_of(name)}", [{}])[0]
        if field.kind == "choice" and name != "gender":
            assert [button["payload"] for button in response["buttons"]] == list(field.options)


async def test_the_text_agreed_to_is_the_version_that_is_noted() -> None:
    text = DOMAIN["responses"]["utter_ask_matchmaking_form_matchmaking_consent"][0]["text"]
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == CONSENTS[CONSENT_VERSION]


async def _hear(room: Room, member: str, text: str) -> Any:
    """As the channel does it: the line is recorded before the engine takes the turn."""
    now = room.parts.clock.now()
    await room.parts.database.transact(lambda s: record(s, member, "member", text, now))
    return await room.say(member, text)


async def _answer(room: Room, member: str, text: str) -> CodedReply:
    desk, now = coded_replies(), room.parts.clock.now()

    async def work(session: AsyncSession) -> CodedReply | None:
        return await desk.answer(session, NoQueue(), member, text, now, f"{member}:{text}")

    reply = await room.parts.database.transact(work)
    assert reply is not None
    return reply
