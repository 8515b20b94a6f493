"""Short words about applications, known without any model: taps send them. Exact forms only. Pure."""

import re
from typing import Literal

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


def command(text: str) -> Command | None:
    """What the text asks for, if it is one of the known short forms: 继续申请, 补材料, 我的申请, 撤回申请 …"""
    plain = _NOISE.sub("", text)
    return next((name for name, pattern in _COMMANDS if pattern.fullmatch(plain)), None)
