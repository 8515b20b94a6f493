"""What a member says to subscriptions in few words, known exactly, without any engine: 退订, 我订阅了什么. Pure."""

import re
import unicodedata
from typing import Literal

Command = Literal["stop", "list", "follow"]

LONGEST = 20  # characters of an exact command
_NOISE = re.compile(r"[\W_]+")
_AFTER = re.compile(r"(?:一下|可以吗|行吗|谢谢|[吧啊呀呢嘛了啦])+$")
_BEFORE = re.compile(r"^(?:请|麻烦|帮我|给我|我要|我想|我)+")
_SENDING = r"(?:给我)?(?:再)?(?:给我)?(?:发|推|推送|通知|提醒)(?:我)?"
_FORMS: tuple[tuple[Command, str], ...] = (
    ("list", r"(?:看|查|查看|看看)?(?:我的|已有的|全部)订阅(?:列表|情况|记录)?|(?:我)?(?:都)?订阅了?(?:什么|哪些|啥)"),
    ("stop", r"TD|T|退订.{0,8}|(?:取消|关闭|关掉|停止|不要)(?:所有|全部|我的)?(?:.{0,5}的?)?(?:订阅|推送)"),
    ("stop", rf"(?:别|不要|不用|不许|甭){_SENDING}(?:消息|通知|活动|信息)?(?:给我)?"),
    ("follow", r"订阅.{1,10}"),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _FORMS)
# In a longer sentence: the wish to hear no more, but not 别忘了通知我, 不要错过, 别的不要.
_STOPS = re.compile(
    r"退订|取消|关(?:掉|闭|了|一下|上)|怎[么麼]關|怎么关|停(?:止|掉|了|吧|发|一下)|别(?!忘|错过|落|的|人|提)|"
    r"不要(?!忘|错过|$)|不(?:想|用|再|需要|许)(?:再)?(?:收|发|推|看|接|通知|提醒|给)|吵"
)
_ELSE_NOT = re.compile(r"(?:别的|其他的?|其它的?)(?:都)?(?:不要|不用|别发)")
_KINDS = re.compile(r"订阅(?:了)?(?:什么|哪些|啥)|我的订阅")


def command(text: str) -> Command | None:
    """The command the text is, word for word."""
    if len(text) > LONGEST:
        return None
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    for plain in dict.fromkeys((bare, _AFTER.sub("", bare), _AFTER.sub("", _BEFORE.sub("", bare)))):
        for name, pattern in _COMPILED:
            if pattern.fullmatch(plain):
                return name
    return None


def meant(text: str) -> Command:
    """What a message about subscriptions wants, in whatever words."""
    if found := command(text):
        return found
    if _KINDS.search(text):
        return "list"
    return "stop" if _STOPS.search(_ELSE_NOT.sub("", text)) else "follow"
