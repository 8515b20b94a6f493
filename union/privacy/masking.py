"""Personal data as they may stand in a chat: enough to recognise them, not enough to use them. Pure."""

import re

_NUMBERS = re.compile(r"(?<!\d)(\d{3})\d{4,}([\dXx]{4})(?![\dXx])")
_NAMES = frozenset({"姓名", "名字"})
_HIDDEN = frozenset({"微信编号", "身份证后四位", "会员卡号"})


def masked(label: str, value: str) -> str:
    """张*, 138****8000; what only a machine reads is not shown at all."""
    if label in _HIDDEN:
        return "（已登记）"
    if label in _NAMES:
        return value[0] + "*" * max(len(value) - 1, 1)
    return _NUMBERS.sub(r"\1****\2", value)
