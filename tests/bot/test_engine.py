"""The engine with the real trained model: once for each message, nothing by halves, members apart."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot import engine as engine_module
from bot.engine import TurnFailedError
from tests.bot.conftest import Room
from union.conversations.reply import Reply
from union.conversations.trackers import StoredTracker, load_tracker

pytestmark = pytest.mark.asyncio(loop_scope="package")

SIGN_UP = "我想报名11月25日的相亲"
CONTACT = "王小明 13812345678"


def read(reply: Reply) -> str:
    return "\n".join(reply.texts)


async def ready_to_confirm(room: Room) -> str:
    """A member whose next yes books a place."""
    member = await room.newcomer()
    turn = await room.say(member, SIGN_UP, CONTACT)
    assert "请核对" in read(turn.reply)
    return member


async def test_a_sign_up_books_one_place(room: Room) -> None:
    member = await ready_to_confirm(room)
    turn = await room.say(member, "确认")
    assert "报名成功" in read(turn.reply)
    (booking,) = await room.bookings(member)
    assert (booking.name, booking.phone, booking.places) == ("王小明", "13812345678", 1)


async def test_the_same_message_again_has_the_same_reply_and_books_nothing(room: Room) -> None:
    member = await ready_to_confirm(room)
    first = await room.engine.turn(member, "确认", f"yes-{member}")
    again = [await room.engine.turn(member, "确认", f"yes-{member}") for _ in range(4)]
    assert again == [first] * 4
    assert len(await room.bookings(member)) == 1


async def test_the_same_message_five_times_at_once_books_once(room: Room) -> None:
    member = await ready_to_confirm(room)
    turns = await asyncio.gather(*(room.engine.turn(member, "确认", f"yes-{member}") for _ in range(5)))
    assert turns == [turns[0]] * 5
    assert "报名成功" in read(turns[0].reply)
    assert len(await room.bookings(member)) == 1


class Together:
    """Lets `parties` readers of trackers go on only when all of them have read; later ones freely."""

    def __init__(self, parties: int) -> None:
        self._left = parties
        self._barrier = asyncio.Barrier(parties)

    async def load(self, session: Any, member_id: str) -> StoredTracker:
        stored = await load_tracker(session, member_id)
        if self._left:
            self._left -= 1
            await self._barrier.wait()
        return stored


async def test_the_same_message_at_two_engines_at_once_books_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    member = await ready_to_confirm(room)
    monkeypatch.setattr(engine_module, "load_tracker", Together(2).load)
    turns = await asyncio.gather(*(e.turn(member, "确认", f"yes-{member}") for e in (room.engine, room.rival)))
    assert turns[0] == turns[1]
    assert "报名成功" in read(turns[0].reply)
    assert len(await room.bookings(member)) == 1


async def test_a_turn_that_lost_against_another_engine_is_taken_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = await room.newcomer()
    await room.say(member, SIGN_UP)
    before = await room.stored(member)
    monkeypatch.setattr(engine_module, "load_tracker", Together(2).load)
    name, phone = await asyncio.gather(
        room.engine.turn(member, "我叫王小明", "name"), room.rival.turn(member, "13812345678", "phone")
    )
    # Whoever came second saw what the first one filled: nothing is lost.
    assert "请核对" in read(name.reply) + read(phone.reply)
    slots = (await room.state(member))["slots"]
    assert (slots["person_name"], slots["phone"]) == ("王小明", "13812345678")
    assert (await room.stored(member)).version == before.version + 2


async def test_a_turn_that_always_loses_fails_and_leaves_no_trace(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    member = await room.newcomer()
    tries: list[str] = []

    async def refuse(_session: Any, member_id: str, _new: StoredTracker, _now: Any) -> bool:
        tries.append(member_id)
        return False

    monkeypatch.setattr(engine_module, "save_tracker", refuse)
    with pytest.raises(TurnFailedError):
        await room.say(member, "你好")
    assert tries == [member] * engine_module.MOST_TRIES
    assert await room.stored(member) == StoredTracker()


async def _broken(*_args: Any, **_kwargs: Any) -> Any:
    raise RuntimeError("the service is broken")


async def test_a_failing_action_fails_the_turn_and_stores_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    member = await ready_to_confirm(room)
    before = await room.stored(member)

    with monkeypatch.context() as broken:
        broken.setattr("union.events.service.sign_up", _broken)
        with pytest.raises(TurnFailedError, match="action_submit_event_sign_up_form"):
            await room.engine.turn(member, "确认", f"yes-{member}")
    assert await room.stored(member) == before
    assert await room.bookings(member) == []

    turn = await room.engine.turn(member, "确认", f"yes-{member}")
    assert "报名成功" in read(turn.reply)
    assert len(await room.bookings(member)) == 1


async def test_one_members_failure_does_not_touch_another(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    unlucky, other = await room.newcomer(), await room.newcomer()
    monkeypatch.setattr("union.events.service.list_events", _broken)
    failed, fine = await asyncio.gather(
        room.say(unlucky, "最近有什么活动"), room.say(other, "你好"), return_exceptions=True
    )
    assert isinstance(failed, TurnFailedError)
    assert not isinstance(fine, BaseException)
    assert fine.reply.texts


async def test_members_who_write_at_once_are_kept_apart(room: Room) -> None:
    people = {"王小明": "13812345678", "李四光": "13912345678", "赵丽华": "13712345678", "孙建国": "13612345678"}

    async def sign_up(name: str, phone: str) -> str:
        member = await room.newcomer()
        turn = await room.say(member, SIGN_UP, f"我叫{name}", phone)
        return read(turn.reply)

    summaries = await asyncio.gather(*(sign_up(name, phone) for name, phone in people.items()))
    for (name, phone), summary in zip(people.items(), summaries, strict=True):
        assert f"姓名：{name}\n手机：{phone}" in summary


async def test_nothing_personal_stands_in_the_database_in_clear(room: Room) -> None:
    member = await ready_to_confirm(room)
    assert b"13812345678" in (await room.stored(member)).state  # it is there, once opened
    query = sa.text("SELECT state, last_turn FROM trackers WHERE member_id = :member")
    async with room.parts.database.read() as session:
        state, last_turn = (await session.execute(query, {"member": member})).one()
    for stored in (bytes(state), bytes(last_turn)):
        assert b"13812345678" not in stored
        assert "王小明".encode() not in stored


async def test_a_reply_is_kept_only_for_the_last_message(room: Room) -> None:
    member = await room.newcomer()
    await room.engine.turn(member, "你好", "first")
    await room.engine.turn(member, "谢谢", "second")
    assert (await room.stored(member)).last_key == "second"


async def test_starting_over_forgets_what_was_talked_about(room: Room) -> None:
    member = await room.newcomer()
    await room.say(member, "最近有什么活动", "疗休养怎么报名")
    assert (await room.state(member))["slots"]
    await room.say(member, "重新开始")
    assert await room.state(member) == {"slots": {}, "form": None}
