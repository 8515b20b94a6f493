"""Suggestions in the words of the desk."""

from union.voices.desk import Filed
from union.voices.rules import Refused

STATES = {"open": "未答复", "forwarded": "已转交，未答复", "answered": "已答复", "closed": "已办结"}
LOOKS = {"open": "amber", "forwarded": "", "answered": "green", "closed": "grey"}
_WHY = {
    "empty": "请写点内容，会员会看到。",
    "too_long": "太长了，请不要超过 2000 字。",
    "unknown": "没有找到这条建议，可能已被会员删除。",
    "handled": "这条建议刚才已有同事处理了。",
}


def chips(one: Filed) -> list[tuple[str, str]]:
    """State, topic, and whether it is urgent: text and look each."""
    urgent = [("紧急", "red")] if one.urgent else []
    return [*urgent, (STATES[one.state], LOOKS[one.state]), (one.topic, "grey")]


def why_not(refused: Refused) -> str:
    return _WHY.get(refused.reason, "现在不能这样处理。")


def who(one: Filed) -> str:
    """Masked; those who gave no name are not looked up."""
    return f"{one.name[0]}**" if one.name else "没有留名"
