"""The meter says how much may still be sent, and until when."""

from datetime import timedelta

from console.conversation.meter import describe
from tests.conftest import WEDNESDAY
from union.allowances.rules import Allowance

CLOSES = WEDNESDAY + timedelta(hours=48)


def test_an_open_window_tells_what_is_left() -> None:
    text, look = describe(Allowance(3, CLOSES), WEDNESDAY)

    assert text == "还可发 3 条 · 11月20日 星期五 10:00 前有效（剩 2 天）"
    assert look == ""


def test_the_last_message_and_the_last_hours_stand_out() -> None:
    late = WEDNESDAY + timedelta(hours=45)

    assert describe(Allowance(1, CLOSES), WEDNESDAY)[1] == "low"
    assert describe(Allowance(5, CLOSES), late)[1] == "low"


def test_a_used_up_or_closed_window_says_what_to_do() -> None:
    assert "等会员再发一条" in describe(Allowance(0, CLOSES), WEDNESDAY)[0]
    assert "时间已过" in describe(Allowance(5, CLOSES), CLOSES)[0]
    assert "还没有发过消息" in describe(Allowance(), WEDNESDAY)[0]
