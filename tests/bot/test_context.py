"""What a parsed message means in the light of the conversation and of the facts; nothing standing alone leans."""

from pathlib import Path
from typing import Any

import pytest

import knowledge
from bot.context import Reading
from knowledge.live import Version
from knowledge.loader import load_content

TOLD = {"topic_program": "wuxing-lawyer-on-duty", "topic_question": "吴兴的工会律师在哪"}
EVENTS = TOLD | {"offered": {"kind": "events", "items": ["1"]}}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return Reading(Version.of(1, load_content(Path(knowledge.__file__).parent)))


def read(reading: Reading, text: str, intent: str, confidence: float, **state: Any) -> str:
    parse = {"text": text, "intent": {"name": intent, "confidence": confidence}}
    name: str = reading.of(parse, state)["intent"]["name"]
    return name


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("几号有人", "out_of_scope", 0.97),
        ("要钱不", "ask_program", 0.9),
        ("怎么约", "legal.book", 0.7),
        ("那边能停车吗", "stations.nearest", 0.95),
        ("几个律师轮班", "ask_program", 0.7),
        ("还有别的吗", "events.list", 0.5),
    ],
)
def test_a_short_question_after_an_answer_asks_on(reading: Reading, text: str, intent: str, confidence: float) -> None:
    assert read(reading, text, intent, confidence, slots=TOLD) == "ask_follow_up"


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("最近有啥活动", "events.list", 0.9),
        ("我要报名", "events.sign_up", 0.7),
        ("约个律师", "legal.book", 0.7),
        ("加班费怎么算", "ask_labour_right", 0.9),
        ("小营的相亲哪天有人", "ask_program", 0.95),
        ("妈咪小屋在上城有几个", "ask_program", 0.7),
        ("你是真人吗", "ask_bot", 0.5),
        ("你能干什么", "ask_capabilities", 0.5),
        ("现在几点了", "out_of_scope", 0.5),
        ("好的", "affirm", 0.5),
        ("谢谢", "thank", 0.4),
        ("不用了", "deny", 0.5),
        ("什么时候死了算了", "crisis", 0.4),
        ("人工在哪", "handoff.request", 0.4),
        ("我的票在哪", "events.ticket", 0.5),
        ("怎么登记找对象", "matchmaking.register", 0.99),
        ("加入要什么手续", "members.join", 0.95),
        ("钱啥时候到账", "benefits.status", 0.99),
    ],
)
def test_a_message_that_stands_alone_keeps_its_intent(
    reading: Reading, text: str, intent: str, confidence: float
) -> None:
    assert read(reading, text, intent, confidence, slots=TOLD) == intent


def test_nothing_leans_on_a_list_of_events_or_inside_a_form(reading: Reading) -> None:
    assert read(reading, "在哪里办", "out_of_scope", 0.9, slots=EVENTS) == "out_of_scope"
    assert read(reading, "在哪里办", "inform", 0.3, slots=TOLD, form="event_sign_up_form") == "inform"


@pytest.mark.parametrize(
    ("text", "intent"), [("还有吗", "ask_follow_up"), ("换一批", "events.change"), ("更早的", "inform")]
)
def test_after_a_list_of_events_one_leafs_on_outside_forms_only(reading: Reading, text: str, intent: str) -> None:
    assert read(reading, text, intent, 0.99, slots=EVENTS) == "events.list"
    assert read(reading, text, intent, 0.99, slots=EVENTS, form="event_sign_up_form") == intent


def test_another_time_is_wanted_where_no_form_runs_to_be_corrected(reading: Reading) -> None:
    assert read(reading, "我要改期", "correct", 0.9) == "events.change"
    assert read(reading, "手机号填错了", "correct", 0.9) == "correct"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("报名 11月21日 14:00 周六乒乓球场地（演示）", "events.sign_up"),
        ("报名单身职工相亲会，男，92年的，叫王大明", "events.sign_up"),
        ("报名需要带什么材料吗", "inform"),
        ("报名", "inform"),
    ],
)
def test_what_begins_with_signing_up_and_says_for_what_is_no_bare_information(
    reading: Reading, text: str, meant: str
) -> None:
    assert read(reading, text, "inform", 0.5) == meant


def test_a_tap_is_what_was_offered_whatever_the_model_thinks(reading: Reading) -> None:
    offered = {"kind": "rights", "items": ["a", "b"], "says": ["被违法辞退怎么办，2N是什么", "裁员"]}

    assert read(reading, "被违法辞退怎么办,2N是什么", "complain", 0.9, slots={"offered": offered}) == "ask_follow_up"


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "meant"),
    [
        ("武义的微心愿几号开始的", "benefits.status", 0.8, "ask_program"),
        ("上城的妈咪小屋一共几间", "stations.nearest", 0.8, "ask_program"),
        ("庆元工匠评了哪些人", "out_of_scope", 0.85, "ask_program"),
        ("最近哪天有相亲", "events.list", 0.9, "events.list"),
        ("帮我报微心愿", "benefits.apply", 0.8, "benefits.apply"),
        ("明天会不会下雨", "out_of_scope", 0.5, "out_of_scope"),
        ("怎么绑定会员", "members.bind", 0.5, "members.bind"),
    ],
)
def test_a_sure_fact_decides_what_the_model_doubts(
    reading: Reading, text: str, intent: str, confidence: float, meant: str
) -> None:
    assert read(reading, text, intent, confidence) == meant


def test_the_entries_that_fit_best_are_reported_also_for_tasks(reading: Reading) -> None:
    parse = {"text": "我想打乒乓球", "intent": {"name": "events.sign_up", "confidence": 1.0}}

    assert reading.of(parse, {})["programs"][0] == "provincial-center-table-tennis"
    assert len(reading.of(parse, {})["programs"]) <= 5


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("老板欠我三个月工资", "ask_labour_right", "handoff.request"),  # the message itself
        ("[图片]", "inform", "handoff.request"),
        ("不用了", "deny", "handoff.leave"),
        ("取消吧", "cancel_task", "handoff.leave"),
        ("我取消了订单老板就不给钱了，怎么办", "cancel_task", "handoff.request"),
        ("我不想活了", "crisis", "crisis"),  # never kept for tomorrow
        ("有人从架子上摔下来了", "legal.urgent", "legal.urgent"),
        ("导出我的数据", "out_of_scope", "members.my_data"),  # a command, word for word
    ],
)
@pytest.mark.parametrize("form", [None, "event_sign_up_form"])
def test_after_the_offer_of_a_message_for_staff_what_is_written_is_it(
    reading: Reading, text: str, intent: str, expected: str, form: str | None
) -> None:
    state = {"slots": {"leaving_message": "会员要求"}, "form": form}
    assert read(reading, text, intent, 0.9, **state) == expected
