"""Pictures as answers of a form: one, or several until the member says 好了."""

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.forms.pictures import asks_for_more, collect_pictures, is_done, pictures_just_sent, sent_picture
from actions.forms.question import Invalid, Narrowed, Reading, Value
from actions.forms.readers import read_name, read_phone
from actions.services import Services
from actions.turn import Turn
from base.clock import FixedClock
from base.database import Database
from tests.actions.turns import turn_of
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member
from union.attachments import arrival, service
from union.attachments.picture import Picture, Trouble


@dataclass
class Talk:
    """Messages of one member to one question."""

    database: Database
    clock: FixedClock
    slots: dict[str, Any]
    said: CollectingDispatcher
    number: int = 0

    async def sends(self, result: Picture | Trouble = Picture(b"\xff\xd8\xff", 4, 3)) -> Turn:  # noqa: B008
        """A picture message that has been dealt with."""
        self.number += 1
        key = f"k{self.number}"
        await self.database.write(lambda c: arrival.expect(c, "m1", key, "media", WEDNESDAY))
        one = await self.database.query(lambda c: arrival.awaited(c, key))
        assert one is not None
        await self.database.write(partial(arrival.settle, one=one, result=result))
        return self.says("[图片]", key)

    def says(self, text: str, key: str = "t", intent: str = "inform") -> Turn:
        message = {"text": text, "intent": {"name": intent, "confidence": 1.0}, "metadata": {"key": key}}
        tracker = Tracker("m1", self.slots, message, [], False, None, {}, "action_listen")
        return Turn(cast(Services, self), tracker, self.said)

    async def reads(self, turn: Turn, **options: Any) -> Reading:
        """The reading of the question `papers`; what it narrows is remembered."""
        reading = await collect_pictures(turn, True, slot="papers", **options)
        if isinstance(reading, Narrowed | Invalid):
            self.slots |= reading.changes
        return reading


@pytest.fixture
async def talk(database: Database, clock: FixedClock) -> Talk:
    await add_rows(database, member(1))
    return Talk(database, clock, {}, CollectingDispatcher())


async def recent(talk: Talk) -> list[str]:
    async with talk.database.read() as session:
        return await service.recent(session, "m1", WEDNESDAY)


async def test_a_picture_is_its_id_and_any_other_message_is_none(talk: Talk) -> None:
    turn = await talk.sends()
    assert await sent_picture(turn) == Value((await recent(talk))[0])
    assert await sent_picture(talk.says("图片")) is None


@pytest.mark.parametrize("reason", ["too_big", "no_picture", "unreachable", "expired"])
async def test_why_a_picture_is_not_here_is_said(talk: Talk, reason: Trouble) -> None:
    assert await sent_picture(await talk.sends(reason)) == Invalid(f"utter_picture_refused_{reason}")


async def test_the_words_of_a_picture_typed_are_a_picture_that_is_not_here(talk: Talk) -> None:
    assert await sent_picture(talk.says("[图片]")) == Invalid("utter_picture_refused_unreachable")


async def test_several_pictures_are_one_answer_once_the_member_says_so(talk: Talk) -> None:
    for _ in range(2):
        assert isinstance(await talk.reads(await talk.sends()), Narrowed)
    assert asks_for_more(talk.says("x"), "papers") and talk.said.messages[-1]["response"] == "utter_picture_more"
    assert await talk.reads(talk.says("好了")) == Value(await recent(talk))


async def test_one_that_did_not_arrive_does_not_cost_the_others(talk: Talk) -> None:
    await talk.reads(await talk.sends())
    assert isinstance(await talk.reads(await talk.sends("unreachable")), Invalid)
    assert await talk.reads(talk.says("没有了")) == Value(await recent(talk))


async def test_the_most_is_an_answer_by_itself(talk: Talk) -> None:
    await talk.reads(await talk.sends(), most=2)
    assert await talk.reads(await talk.sends(), most=2) == Value(await recent(talk))


async def test_done_before_the_first_is_no_answer_unless_none_is_needed(talk: Talk) -> None:
    assert await talk.reads(talk.says("好了")) == Invalid("utter_picture_first")
    assert await talk.reads(talk.says("没有"), needed=False) == Value([])
    assert not asks_for_more(talk.says("x"), "papers")


async def test_pictures_sent_before_are_taken_when_the_member_points_back(talk: Talk) -> None:
    await talk.sends()
    await talk.sends()
    assert await pictures_just_sent(talk.says("用刚才发的图片")) == await recent(talk)
    assert isinstance(await talk.reads(talk.says("就刚才那张照片")), Narrowed)
    assert await talk.reads(talk.says("就这些")) == Value(await recent(talk))


async def test_wrong_pictures_can_be_sent_anew(talk: Talk) -> None:
    await talk.reads(await talk.sends())
    assert await talk.reads(talk.says("发错了，重新发")) == Narrowed({"pictures": {"papers": []}})
    await talk.reads(await talk.sends())
    assert await talk.reads(talk.says("好了")) == Value((await recent(talk))[1:])


async def test_each_question_collects_its_own(talk: Talk) -> None:
    await talk.reads(await talk.sends())
    assert not asks_for_more(talk.says("x"), "other_papers")
    assert await collect_pictures(talk.says("好了"), False, slot="papers") is None


@pytest.mark.parametrize("text", ["好了", "没有了", "就这些。", "都发完了", "没了", "就这么多", "全发好了！", "可以了"])
def test_words_that_say_these_are_all(text: str) -> None:
    assert is_done(turn_of(text))


@pytest.mark.parametrize("text", ["还有一张", "好的", "没有收到吗", "什么时候好", "好了的话怎么办"])
def test_words_that_do_not(text: str) -> None:
    assert not is_done(turn_of(text))


async def test_a_picture_is_no_name_and_no_phone() -> None:
    picture = turn_of("[图片]")
    assert picture.text == "" and picture.is_picture
    assert [await read(picture, True) for read in (read_name, read_phone)] == [None] * 2
