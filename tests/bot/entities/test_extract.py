from datetime import datetime

import pytest

from base.clock import SHANGHAI
from bot.entities import extract

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


def found(text: str) -> set[tuple[str, str]]:
    return {(one.entity, one.value) for one in extract(text, NOW)}


def test_everything_in_one_message_is_found() -> None:
    assert found("下周三下午两点帮我报上城的相亲 两个人 我叫林晓燕 138-5555-6666") == {
        ("date", "2026-11-25"),
        ("time", "T14:00"),
        ("district", "上城区"),
        ("event_kind", "相亲"),
        ("count", "2"),
        ("person_name", "林晓燕"),
        ("phone", "13855556666"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("武义", {("district", "武义县")}),
        ("杭州上城", {("city", "杭州市"), ("district", "上城区")}),
        ("宁波那边", {("city", "宁波市")}),
    ],
)
def test_a_city_is_given_only_if_it_was_named(text: str, expected: set[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("想去联谊", "相亲"), ("疗养还有吗", "疗休养"), ("看场话剧", "演出"), ("想上课", "培训"), ("打乒乓", "乒乓球")],
)
def test_synonyms_give_the_kind_of_event(text: str, value: str) -> None:
    assert ("event_kind", value) in found(text)


def test_traditional_and_full_width_text_keeps_its_offsets() -> None:
    text = "我下禮拜三　１３８５５５５６６６６"
    for one in extract(text, NOW):
        assert text[one.start : one.end] == one.text
    assert found(text) == {("date", "2026-11-25"), ("phone", "13855556666")}


def test_what_is_denied_goes_when_something_else_is_said() -> None:
    assert found("不是上城是拱墅") == {("district", "拱墅区")}


@pytest.mark.parametrize("text", ["王建国", "姓名：欧阳倩", "我叫买买提", "孟丽 女 28", "13855556666 秦刚"])
def test_a_name_is_found(text: str) -> None:
    assert any(kind == "person_name" for kind, _ in found(text))


@pytest.mark.parametrize("text", ["谢谢", "高兴", "方便", "金华", "叫我一声", "名字写错", "叫机器人回来", "周三"])
def test_an_ordinary_word_is_no_name(text: str) -> None:
    assert not any(kind == "person_name" for kind, _ in found(text))


@pytest.mark.parametrize("text", ["", " ", "。。。", "😀" * 50, "啊" * 10000, "\x00\x07", "1" * 300])
def test_odd_text_gives_nothing_and_does_not_fail(text: str) -> None:
    assert found(text) == set()


def test_an_id_card_number_is_no_phone() -> None:
    assert not any(kind == "phone" for kind, _ in found("330106199001011234"))
