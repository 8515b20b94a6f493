"""The meter says how much may still be sent, and until when."""

from datetime import timedelta

from console.conversation.meter import describe
from tests.conftest import WEDNESDAY
from union.handoff.window import answer_window


def test_an_open_window_tells_what_is_left() -> None:
    text, look = describe(answer_window(WEDNESDAY, 2, WEDNESDAY), WEDNESDAY)

    assert text == "还可发 3/5 条 · 11月20日 星期五 10:00 前有效（剩 2 天）"
    assert look == ""


def test_the_last_message_and_the_last_hours_stand_out() -> None:
    late = WEDNESDAY + timedelta(hours=45)

    assert describe(answer_window(WEDNESDAY, 4, WEDNESDAY), WEDNESDAY)[1] == "low"
    assert describe(answer_window(WEDNESDAY, 0, late), late)[1] == "low"


def test_a_used_up_or_closed_window_says_what_to_do() -> None:
    closed = WEDNESDAY + timedelta(hours=48)

    assert "等会员再发一条" in describe(answer_window(WEDNESDAY, 6, WEDNESDAY), WEDNESDAY)[0]
    assert "超过 48 小时" in describe(answer_window(WEDNESDAY, 0, closed), closed)[0]
    assert "还没有发过消息" in describe(answer_window(None, 0, WEDNESDAY), WEDNESDAY)[0]
