"""Variables in canned replies: a fixed list, replaced by plain string work, so that no text becomes a program. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime

from union.wording import day

# As they are written -> what they stand for, as staff read it.
VARIABLES: Mapping[str, str] = {
    "姓名": "会员的姓名（不知道时是“您”）",
    "工作人员": "您的账号名",
    "工会": "会员所在的工会（没有绑定时是“工会”）",
    "今天": "今天的日期",
}
NAMELESS = "您"  # how a member is addressed whose name nobody knows
_VARIABLE = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
_BRACE = re.compile(r"[{}｛｝]")


def wrong_variables(text: str) -> list[str]:
    """What stands in braces and is none of `VARIABLES`, and single braces."""
    named = [f"{{{name}}}" for name in _VARIABLE.findall(text) if name.strip() not in VARIABLES]
    return [*named, *_BRACE.findall(_VARIABLE.sub("", text))]


def values(*, name: str | None, staff: str, union: str, now: datetime) -> dict[str, str]:
    """What the variables stand for now."""
    return {"姓名": name or NAMELESS, "工作人员": staff, "工会": union or "工会", "今天": day(now)}


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its variables replaced, once: what a value holds in braces stays as it is."""
    return _VARIABLE.sub(lambda found: known.get(found[1].strip(), found[0]), text)
