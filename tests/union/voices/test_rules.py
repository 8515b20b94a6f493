"""Topics, dangers, and questions about one's own suggestions."""

import pytest

from union.voices.commands import asks_for_mine
from union.voices.rules import is_urgent, topic_of, topics


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("外卖小哥停车老被罚", "小哥议事厅"),
        ("驿站的微波炉坏了", "驿站设施"),
        ("我们厂工会不公开会费", "单位工会"),
        ("食堂太咸", "食堂宿舍"),
        ("疗休养线路太少", "活动服务"),
        ("字能不能大一点", None),
    ],
)
def test_a_topic_is_guessed_from_words(text: str, topic: str | None) -> None:
    assert topic_of(text) == topic


def test_every_topic_fits_its_column_and_the_last_is_for_the_rest() -> None:
    assert topics()[-1] == "其他"
    assert max(map(len, topics())) <= 16


@pytest.mark.parametrize("text", ["车间着火了", "有人中毒了快来", "有人受伤没人管"])
def test_danger_is_seen(text: str) -> None:
    assert is_urgent(text)


@pytest.mark.parametrize("text", ["没有人受伤", "没人受伤，就是吓了一跳", "空调坏了两周"])
def test_what_is_no_danger_is_none(text: str) -> None:
    assert not is_urgent(text)


@pytest.mark.parametrize(
    "text",
    ["我的建议有回复吗", "我提的意见有结果了吗", "投诉处理得怎么样了", "上次反映的问题有人看到吗", "JY-20261118-0007",
     "查一下我的建议", "之前投诉的事到哪一步了", "我的建议"],
)  # fmt: skip
def test_a_question_about_ones_own_is_known_by_its_words(text: str) -> None:
    assert asks_for_mine(text)


@pytest.mark.parametrize(
    "text",
    ["我要提建议", "投诉", "投诉驿站老是锁门", "建议多办点亲子活动", "我要投诉处理结果不公平",
     "你们处理投诉的流程是什么",
     "我的申请到哪了", "我的报名", "我要反映厂里不处理漏水"],
)  # fmt: skip
def test_a_new_suggestion_and_other_questions_are_none(text: str) -> None:
    assert not asks_for_mine(text)
