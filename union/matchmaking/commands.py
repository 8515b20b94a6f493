"""What a member with a profile says to it in few words: known exactly, without any engine. Pure."""

import re
import unicodedata
from typing import Literal

Command = Literal["show", "change", "pause", "resume", "withdraw"]

_NOISE = re.compile(r"[\W_]+")
_BEFORE = re.compile(r"^(?:请|麻烦|帮我|给我|我要|我想要|我想|我(?!的)|要|把)+")
_AFTER = re.compile(r"(?:一下|可以吗|行吗|谢谢|[吧啊呀呢嘛了吗])+$")

_THING = "(?:我的|我)?(?:相亲|交友|征婚|红娘|找对象)(?:的)?(?:登记|资料|信息|档案|介绍|配对)?"
_FORMS: tuple[tuple[Command, str], ...] = (
    (
        "withdraw",
        f"(?:退出|删除|删掉|注销|撤回|取消|清除|清空){_THING}(?:登记|资料)?|不相亲|不想相亲|{_THING}(?:删掉|删除|注销|删)",
    ),
    ("change", f"(?:修改|更改|更新|改|改一下){_THING}|{_THING}(?:要改|修改|改一下|改)"),
    ("pause", f"(?:暂停|先停){_THING}|{_THING}(?:先)?暂停"),
    ("resume", f"(?:恢复|继续|重新开始){_THING}|{_THING}恢复"),
    ("show", "(?:(?:看|查看|看看|查|查查|显示)(?:我的|我)?|我的)(?:相亲|交友|征婚)(?:的)?(?:登记|资料|信息|档案)"),
)
_COMPILED = tuple((command, re.compile(pattern)) for command, pattern in _FORMS)
_SIGN = re.compile("相亲|交友|征婚|红娘|找对象")
_CANCELS_A_PLACE = re.compile("取消(?:我的|我)?(?:相亲|交友)")  # a place at an event, more likely


def command(text: str) -> Command | None:
    """The command the text is, word for word: 我的相亲资料, 退出相亲, 暂停相亲 …"""
    if len(text) > 30 or not _SIGN.search(text):
        return None
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    for plain in (bare, _AFTER.sub("", _BEFORE.sub("", bare))):
        if _CANCELS_A_PLACE.fullmatch(plain):
            return None
        for name, pattern in _COMPILED:
            if pattern.fullmatch(plain):
                return name
    return None
