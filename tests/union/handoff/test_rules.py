"""Short forms only: a sentence about staff is the engine's to understand."""

import pytest

from union.handoff.rules import (
    declines_message,
    is_no_message,
    wants_message_back,
    wants_staff,
    wants_to_go_on,
    wants_to_leave,
)


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


@pytest.mark.parametrize("text", ["接着办", "继续办理", "我要接着刚才的", "继续刚才的吧"])
def test_words_by_which_a_form_goes_on(text: str) -> None:
    assert wants_to_go_on(text)


@pytest.mark.parametrize("text", ["继续", "继续申请", "接着填", "继续报名相亲", "办"])
def test_words_of_other_things_do_not(text: str) -> None:
    assert not wants_to_go_on(text)


@pytest.mark.parametrize("text", ["不用了", "算了", "那算了吧", "不留了", "不需要", "退出人工", "没事了"])
def test_a_no_to_the_message(text: str) -> None:
    assert declines_message(text)


@pytest.mark.parametrize("text", ["不用加班费了吗", "算了我还是说吧，老板欠我钱", "没事的时候给我打电话"])
def test_a_message_that_begins_like_a_no_is_one(text: str) -> None:
    assert not declines_message(text)


@pytest.mark.parametrize(
    ("text", "nothing"), [("在吗", True), ("你好", True), ("好的", True), ("欠薪", False), ("？", True)]
)
def test_a_greeting_is_no_message(text: str, nothing: bool) -> None:
    assert is_no_message(text) is nothing


def test_a_message_is_taken_back_by_exact_words() -> None:
    assert wants_message_back("撤回我的留言")
    assert not wants_message_back("留言撤回以后还能看到吗")
