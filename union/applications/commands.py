"""Short words about applications, known without any model: taps send them. Exact forms only. Pure."""

import re
from typing import Literal

from union.applications.kinds import kinds

Command = Literal["apply", "resume", "papers", "status", "withdraw"]

_NOISE = re.compile(r"[\W_]+")
_COMMANDS: tuple[tuple[Command, re.Pattern[str]], ...] = (
    ("resume", re.compile(r"(?:我要|我想)?(?:继续|接着)(?:填|填写|申请|办申请)(?:吧|了)?")),
    (
        "papers",
        re.compile(r"(?:我要|我来|我想)?(?:补交|补充|补|补传|交|上传)(?:一下)?(?:申请)?(?:的)?(?:材料|资料)(?:了|吧)?"),
    ),
    ("status", re.compile(r"(?:看看|查看|查一下|查询|查)?我的申请(?:进度|到哪了|怎么样了)?")),
    ("withdraw", re.compile(r"(?:我要|我想)?(?:撤回|撤销|撤掉|取消)(?:我的)?(?:这个|那个)?申请")),
    ("apply", re.compile(r"(?:我要|我想)?申请(?:补贴|补助|福利|别的|其他)")),
)


_APPLIES = re.compile(r"申请(?!人|表|书|条件|流程|材料|了|过|的|时间|不|没)")
_ASKS = re.compile(r"[?？吗]|怎么|如何|什么|哪|多少|几时|几号|能不能|可不可以|条件|流程")


def applies(text: str) -> bool:
    """Whether the text plainly applies for one of the kinds, and asks nothing: 技能培训申请一下."""
    if not _APPLIES.search(text) or _ASKS.search(text):
        return False
    return any(word in text for kind in kinds().values() for word in kind.words)


def command(text: str) -> Command | None:
    """What the text asks for, if it is one of the known short forms: 继续申请, 补材料, 我的申请, 撤回申请 …"""
    plain = _NOISE.sub("", text)
    return next((name for name, pattern in _COMMANDS if pattern.fullmatch(plain)), None)
