"""Short forms only: a sentence about staff is the engine's to understand."""

import pytest

from union.handoff.rules import wants_staff, wants_to_leave


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "人工",
        "转人工客服！",
        "我要转人工",
        "请帮我转人工服务",
        "找真人",
        "人工客服 在吗",
        "轉人工",
        "客服",
        "联系工作人员",
        "转 人工吧",
    ],
)
def test_short_forms_ask_for_staff(text: str) -> None:
    assert wants_staff(text)


@pytest.mark.parametrize(
    "text",
    ["", "你好", "人工智能是什么", "不要人工", "退出人工", "工作人员几点上班", "人工费怎么算", "转人工" * 20, "转发"],
)
def test_other_texts_do_not(text: str) -> None:
    assert not wants_staff(text)


@pytest.mark.parametrize(
    "text",
    [
        "退出人工",
        "不等了",
        "退出",
        "不用人工了",
        "不排队了",
        "还是你来吧",
        "取消排队",
        "转机器人",
        "结束对话",
        "取消转人工",
        "我不等了",
    ],
)
def test_short_forms_leave(text: str) -> None:
    assert wants_to_leave(text)


@pytest.mark.parametrize("text", ["", "转人工", "我等了很久", "不等工资了怎么办", "退出工会", "你来过吗", "取消报名"])
def test_other_texts_stay(text: str) -> None:
    assert not wants_to_leave(text)
