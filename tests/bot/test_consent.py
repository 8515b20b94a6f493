"""Consent in forms: the notice costs no turn, going on agrees, 不同意 ends the form, sensitive data needs a yes."""

from collections.abc import Sequence

import pytest

from tests.bot.conftest import Room
from union.privacy.consents import consents_of, record_consent, withdraw_consent
from union.privacy.models import Consent
from union.privacy.purposes import PURPOSES

pytestmark = pytest.mark.asyncio(loop_scope="package")

NOTICE = "继续填写即表示同意"


async def consents(room: Room, member: str) -> Sequence[Consent]:
    async with room.parts.database.read() as session:
        return await consents_of(session, member)


async def test_the_notice_stands_before_the_first_personal_question_and_going_on_is_consent(room: Room) -> None:
    member = await room.newcomer()
    turn = await room.say(member, "我想报名11月25日的相亲")
    heard = "\n".join(turn.reply.texts)
    assert heard.index(NOTICE) < heard.index("姓名和手机号")
    assert await consents(room, member) == []
    turn = await room.say(member, "王小明 13812345678")
    assert NOTICE not in str(turn.reply)
    [given] = await consents(room, member)
    assert (given.purpose, given.version, given.how) == ("events", PURPOSES["events"].version, "continued")


async def test_who_told_everything_at_once_agrees_by_confirming_the_summary(room: Room) -> None:
    member = await room.newcomer()
    turn = await room.say(member, "我想报名11月25日的相亲，王小明 13812345678")
    heard = "\n".join(turn.reply.texts)
    assert heard.index(NOTICE) < heard.index("手机：13812345678")
    assert await consents(room, member) == []
    turn = await room.say(member, "确认")
    assert "报名成功" in str(turn.reply)
    assert len(await consents(room, member)) == 1


async def test_a_member_who_agreed_hears_the_notice_no_more_until_they_withdraw(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "我想报名11月25日的相亲", "王小明 13812345678", "算了")
    turn = await room.say(member, "我想报名11月25日的相亲")
    assert NOTICE not in str(turn.reply)
    now = room.parts.clock.now()
    await room.say(member, "算了")
    assert await room.parts.database.transact(lambda s: withdraw_consent(s, member, "events", now))
    turn = await room.say(member, "我想报名11月25日的相亲")
    assert NOTICE in str(turn.reply)


async def test_each_purpose_and_each_version_asks_for_itself(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    member = await room.newcomer()
    await room.say(member, "我想报名11月25日的相亲", "王小明 13812345678", "算了")
    turn = await room.say(member, "我想预约律师", "欠薪")
    assert NOTICE in str(turn.reply)
    await room.say(member, "算了")
    monkeypatch.setitem(PURPOSES, "events", PURPOSES["events"].model_copy(update={"version": "2"}))
    turn = await room.say(member, "我想报名11月25日的相亲")
    assert NOTICE in str(turn.reply)


@pytest.mark.parametrize("no", ["不同意", "我不同意。"])
async def test_no_ends_the_form_and_keeps_nothing(room: Room, no: str) -> None:
    member = await room.newcomer()
    turn = await room.say(member, "我想报名11月25日的相亲，13812345678", no)
    assert "没有提交" in str(turn.reply)
    state = await room.state(member)
    assert state["form"] is None
    assert not {"consent", "phone", "event", "event_hold"} & set(state["slots"])
    assert await consents(room, member) == []
    assert await room.bookings(member) == []


async def test_no_after_going_on_takes_the_consent_back(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "我想报名11月25日的相亲", "王小明 13812345678", "不同意")
    [given] = await consents(room, member)
    assert given.withdrawn_at is not None
    assert await room.bookings(member) == []


async def test_an_answer_about_something_else_is_no_consent(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "我想报名11月25日的相亲", "为什么要填这个")
    assert await consents(room, member) == []
    assert (await room.state(member))["form"] == "event_sign_up_form"


async def test_a_sensitive_purpose_waits_for_a_yes(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PURPOSES, "legal", PURPOSES["legal"].model_copy(update={"sensitive": True}))
    member = await room.newcomer()
    turn = await room.say(member, "我想预约律师", "欠薪")
    assert "谁能看到" in str(turn.reply) and "发生了什么" not in str(turn.reply)
    turn = await room.say(member, "三个月没发工资了")
    assert "谁能看到" in str(turn.reply)
    assert await consents(room, member) == []
    turn = await room.say(member, "你们几点上班")  # answered as ever, and asked again
    assert "谁能看到" in str(turn.reply)
    turn = await room.say(member, "同意")
    assert "发生了什么" in str(turn.reply)
    [given] = await consents(room, member)
    assert given.how == "said_yes"
    turn = await room.say(member, "三个月没发工资了")
    assert "可以约这些时间" in str(turn.reply)


async def test_a_sensitive_purpose_takes_no_for_an_answer(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PURPOSES, "legal", PURPOSES["legal"].model_copy(update={"sensitive": True}))
    for no in ("不同意", "不要"):
        member = await room.newcomer()
        turn = await room.say(member, "我想预约律师", "欠薪", no)
        assert "没有提交" in str(turn.reply)
        assert (await room.state(member))["form"] is None
        assert await consents(room, member) == []


async def test_two_messages_at_once_record_one_consent(room: Room) -> None:
    member, now, purpose = await room.newcomer(), room.parts.clock.now(), PURPOSES["events"]
    for _ in range(2):
        await room.parts.database.transact(lambda s: record_consent(s, member, purpose, "continued", now))
    assert len(await consents(room, member)) == 1
