"""Short words that taps send, and sentences that plainly apply."""

import pytest

from union.applications.commands import applies, command


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("继续申请", "resume"),
        ("接着填吧", "resume"),
        ("补材料", "papers"),
        ("我来交材料", "papers"),
        ("我的申请", "status"),
        ("查一下我的申请进度。", "status"),
        ("撤回申请", "withdraw"),
        ("取消我的申请", "withdraw"),
        ("申请补助", "apply"),
        ("我的申请不想要了", None),
        ("怎么撤回申请", None),
        ("", None),
    ],
)
def test_only_exact_forms_are_commands(text: str, meant: str | None) -> None:
    assert command(text) == meant


@pytest.mark.parametrize("text", ["技能培训申请一下", "帮我申请困难帮扶", "申请高温补贴"])
def test_a_sentence_that_applies(text: str) -> None:
    assert applies(text)


@pytest.mark.parametrize("text", ["技能补贴怎么申请", "申请表在哪里拿", "困难帮扶申请条件", "报名技能培训", "申请一下"])
def test_a_question_does_not(text: str) -> None:
    assert not applies(text)
