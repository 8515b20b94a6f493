"""What a message asks of places nearby."""

from typing import Any

import pytest

from actions.stations_asked import Asked, Where, asks_places, read_asked, where_named
from tests.actions.turns import turn_of
from union.places.kinds import facilities_asked, kind_asked

HERE = Where(key="k1")


def asked(text: str, before: Asked | None = None, *, sent: bool = False) -> Asked:
    return read_asked(turn_of(text, "stations.nearest"), before or Asked(), sent=sent)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("上城区有驿站吗", Where("", "上城区", "杭州市", "上城区")),
        ("我在武林广场 最近的驿站在哪", Where("", "武林广场", "杭州市", "拱墅区")),
        ("清波街道附近", Where("", "清波", "杭州市", "上城区")),
        ("我在天目山路附近，哪里能喝水", Where(name="天目山路")),
        ("附近的驿站", None),
    ],
)
def test_where(text: str, where: Where | None) -> None:
    assert where_named(text) == where


@pytest.mark.parametrize(
    ("text", "kind", "facilities"),
    [
        ("哪里可以热饭", None, {"微波炉"}),
        ("有没有母婴室 宝宝要换尿布", "nursing_room", set()),
        ("身边有职工之家吗", "workers_home", set()),
        ("手机没电了附近哪里能充电", None, {"充电"}),
        ("有热水有空调的驿站", "station", {"热水", "空调"}),
    ],
)
def test_kind_and_facilities(text: str, kind: str | None, facilities: set[str]) -> None:
    assert kind_asked(text) == kind
    assert facilities_asked(text) == facilities


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("晚上十点还开着的驿站", "2026-11-18T22:00:00+08:00"),
        ("早上七点开的", "2026-11-19T07:00:00+08:00"),  # past today
        ("周六开的驿站", "2026-11-21T10:00:00+08:00"),
        ("24小时的", "2026-11-19T03:00:00+08:00"),
        ("现在开着的", ""),
    ],
)
def test_when(text: str, at: str) -> None:
    assert asked(text).at == at


def test_what_was_asked_before_stays_until_something_else_is_said() -> None:
    before = Asked(HERE, "station", ("热水",), "", 1)
    assert asked("有微波炉的吗", before) == Asked(HERE, "station", ("微波炉",))
    assert asked("母婴室呢", before) == Asked(HERE, "nursing_room")
    assert asked("那下沙呢", before).where == Where("", "下沙", "杭州市", "钱塘区")
    assert asked("还有吗", before) == Asked(HERE, "station", ("热水",), "", 2)
    sent = asked("附近有服务站点吗", before, sent=True)
    assert (sent.kind, sent.facilities, sent.page) == ("station", ("热水",), 0)


def test_it_survives_its_slot() -> None:
    full = Asked(Where("", "下沙", "杭州市", "钱塘区"), "station", ("热水",), "2026-11-18T22:00:00+08:00", 2)
    assert Asked.from_slot(full.as_slot()) == full
    assert Asked.from_slot(Asked().as_slot()) == Asked()


def read(text: str, intent: str, confidence: float = 0.9, *, shown: bool, where: bool = True, **entities: str) -> bool:
    slots: dict[str, Any] = {"topic_places": {"where": {"key": "k1"} if where else None}}
    slots["offered"] = {"kind": "places" if shown else "programs", "items": []}
    parse: dict[str, Any] = {"text": text, "intent": {"name": intent, "confidence": confidence}}
    parse["entities"] = [{"entity": kind, "value": value} for kind, value in entities.items()]
    return asks_places(parse, {"slots": slots})


def test_right_after_places_a_few_words_ask_on() -> None:
    assert read("还有吗", "events.list", shown=True)
    assert read("更远的", "out_of_scope", shown=True)
    assert read("有热水的吗", "ask_program", shown=True)
    assert read("24小时开的呢", "ask_follow_up", shown=True)
    assert read("那上城区呢", "inform", shown=True, district="上城区")
    assert not read("还有吗", "events.list", shown=False)
    assert not read("上城区的律师在哪", "ask_program", shown=True, district="上城区")
    assert not read("最近有什么活动", "events.list", shown=True)
    assert not read("谢谢", "thank", shown=True)


def test_after_the_question_where_the_next_words_are_the_answer() -> None:
    assert read("火星路五十号", "complain", 0.48, shown=True, where=False)
    assert not read("我不想活了", "crisis", 0.5, shown=True, where=False)
    assert not read("我想预约律师", "legal.book", 0.99, shown=True, where=False)


def test_a_sent_location_always_asks_but_a_form_keeps_its_answer() -> None:
    parse = {"text": "西湖区文三路附近有服务站点吗", "intent": {"name": "ask_program", "confidence": 0.9}}
    assert asks_places(parse, {})
    assert not asks_places(parse, {"form": "legal_booking_form"})
