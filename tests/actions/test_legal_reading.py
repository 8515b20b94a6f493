"""How the intake of a talk reads single messages; whole ways are played in tests/scenarios."""

from typing import Any

import pytest

from actions.forms.question import Invalid, Reading, Value
from actions.legal_beside import read_area, read_way
from actions.legal_reading import read_facts, read_passed_over, read_story, read_topic
from actions.legal_slots import FACTS, STORY, TOLD
from actions.legal_time import why_none
from actions.legal_urgent import needs_staff
from actions.legal_words import read_words
from actions.slot_choice import SlotWish
from actions.turn import Turn
from tests.actions.turns import turn_of


def in_form(text: str, asked: str, intent: str = "inform", form: str = "legal_booking_form", **slots: Any) -> Turn:
    """A message in a running form that has asked for `asked`."""
    turn = turn_of(text, intent, requested_slot=asked, **slots)
    turn._tracker.active_loop = {"name": form}
    return turn


def value(reading: Reading) -> Any:
    return reading.value if isinstance(reading, Value) else None


async def test_a_topic_once_chosen_is_not_changed_by_what_is_told_later() -> None:
    assert value(await read_topic(in_form("欠薪", "topic"), True)) == "欠薪"
    assert value(await read_topic(in_form("第二个", "topic"), True)) == "工伤"
    assert await read_topic(in_form("社保也没交", "slot", topic="欠薪"), False) is None
    assert value(await read_topic(in_form("不是欠薪是工伤", "confirm", "correct", topic="欠薪"), False)) == "工伤"


async def test_a_story_is_taken_as_told() -> None:
    assert value(await read_story(in_form("公司欠薪", STORY), True)) == "公司欠薪"
    assert value(await read_story(in_form("想问一下押金的事", STORY, "greet"), True)) == "想问一下押金的事"
    assert await read_story(in_form("你好", STORY, "greet"), True) is None
    assert await read_story(in_form("[图片]", STORY), True) is None


async def test_what_comes_instead_of_a_time_is_added_to_the_story_unless_it_asks_or_speaks_of_time() -> None:
    told = {"topic": "欠薪", STORY: "欠薪"}
    assert (
        value(await read_story(in_form("老板态度很差，还骂人", "slot", **told), False)) == "欠薪\n老板态度很差，还骂人"
    )
    for text in ("没签合同能要两倍工资吗", "我只有晚上有空", "跳过", "这些时间都不行"):
        assert await read_story(in_form(text, "slot", **told), False) is None


async def test_a_first_message_that_tells_everything_is_the_story() -> None:
    long = "我在厂里干了五年，上个月被公司辞退了一分补偿没有，想约律师"
    assert value(await read_story(turn_of(long, "legal.book"), False)) == long
    assert await read_story(turn_of("被辞退了想约律师", "legal.book"), False) is None


async def test_facts_are_gathered_and_a_bare_answer_fits_what_was_asked() -> None:
    known: dict[str, Any] = {FACTS: {"since": "2026-08"}, TOLD: {"asked": ["sum", "employer"]}}
    assert value(await read_facts(in_form("两万多", "slot", **known), False)) == {"since": "2026-08", "sum": 20_000}
    assert value(await read_facts(in_form("宏达纺织", "slot", **known), False))["employer"] == "宏达纺织"
    for text in ("第二个", "2027年3月3日", "明天下午2点", "都可以", "好的好的"):
        assert await read_facts(in_form(text, "slot", **known), False) is None
    assert await read_facts(in_form("张三丰 13800138000", "slot", **known), False) is None


@pytest.mark.parametrize("text", ["没有", "跳过", "以后带", "不知道", "不清楚了", "到时候再带", "先不说吧", "当面说"])
async def test_what_is_asked_beside_can_be_passed_over(text: str) -> None:
    said: dict[str, Any] = {TOLD: {"asked": ["sum"]}}
    assert value(await read_passed_over(in_form(text, "slot", "deny", **said), False))
    assert await read_passed_over(in_form(text, "topic", "deny"), False) is None


@pytest.mark.parametrize(
    ("text", "way"),
    [("改成电话", "telephone"), ("电话咨询", "telephone"), ("我腿不方便", "telephone"), ("当面谈", "window"),
     ("不要打电话", "window"), ("下周三", None)],
)  # fmt: skip
async def test_a_way_of_talking_is_read_as_a_wish(text: str, way: str | None) -> None:
    assert value(await read_way(in_form(text, "confirm"), False)) == way


async def test_a_telephone_in_the_story_is_no_wish() -> None:
    assert await read_way(in_form("老板电话打不通，打电话也不接", STORY), False) is None


async def test_where_the_member_is_is_read_with_the_town() -> None:
    assert value(await read_area(in_form("我在织里镇的厂里", STORY), False)) == {"district": "吴兴区", "town": "织里镇"}
    assert await read_area(in_form("公司不给钱", STORY), False) is None


@pytest.mark.parametrize(
    ("story", "people", "intent", "urgent"),
    [
        ("工资没发", 12, "inform", True),
        ("工资没发", 9, "inform", False),
        ("上个月摔伤送到医院，老板不认", None, "inform", False),  # an accident that is over can wait for its talk
        ("工友刚才从架子上掉下来，现在在抢救", None, "inform", True),
        ("老板要跑路了", None, "legal.urgent", True),
    ],
)
def test_many_people_and_emergencies_do_not_wait(story: str, people: int | None, intent: str, urgent: bool) -> None:
    assert needs_staff(in_form(story, STORY, intent), {STORY: story, FACTS: {"people": people}}) is urgent


async def test_a_word_for_the_counsellor_is_no_time_and_no_passing_over() -> None:
    assert (
        value(await read_words(in_form("最近总睡不着", "slot", form="counsel_booking_form"), False)) == "最近总睡不着"
    )
    for text in ("下周三", "没有", "跳过", "还有别的时间吗"):
        assert await read_words(in_form(text, "slot", form="counsel_booking_form"), False) is None


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("11月10日9点", "utter_slot_past"),
        ("今天上午9点", "utter_slot_past"),
        ("周六上午9点", "utter_slot_day_off"),
        ("12月30日", "utter_slot_too_far"),
        ("2027年3月3日", "utter_slot_too_far"),
        ("下周一凌晨3点", "utter_no_such_slot"),
    ],
)
def test_a_time_that_cannot_be_had_is_refused_by_its_rule(text: str, response: str) -> None:
    turn = in_form(text, "slot")
    refused = why_none(turn, SlotWish.of(turn))
    assert isinstance(refused, Invalid) and refused.response == response
