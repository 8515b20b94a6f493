"""Short texts that ask for staff, or leave them: known without any engine. Exact forms only, no guessing."""

import re
import unicodedata

_NOISE = re.compile(r"[\W_]+")
_BEFORE = re.compile(r"^(?:请|麻烦|帮我|给我|我要|我想|我想要|我|要|快)+")
_AFTER = re.compile(r"(?:一下|可以吗|行吗|在吗|在不在|谢谢|[吧啊呀呢嘛了吗])+$")

_HUMAN = "(?:人工(?:客服|服务|坐席)?|真人(?:客服|服务)?|客服|工作人员)"
_STAFF = re.compile(f"(?:转|转接|转到|找|接|联系|呼叫|切换|换|叫|在线)?{_HUMAN}")
_LEAVE = re.compile(
    f"(?:退出|结束|取消|取消转|不转|不用|不用转|不要|不找){_HUMAN}"
    "|退出(?:排队|对话|聊天)?|结束(?:排队|对话|聊天)?|取消排队"
    "|(?:不|不用|不想)(?:等|等人工|排|排队)"
    "|(?:转|回|换|回到|切换)机器人|(?:还是)?(?:机器人|你)来|还是机器人"
)


def wants_staff(text: str) -> bool:
    """Whether the text asks for staff in one of the known short forms: 转人工, 找真人 …"""
    return _STAFF.fullmatch(_plain(text)) is not None


def wants_to_leave(text: str) -> bool:
    """Whether somebody who waits for staff, or talks with them, wants the bot back: 退出人工, 不等了 …"""
    return _LEAVE.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    """The bare words: no blanks, punctuation, emoji or courtesies. A long text is none of ours."""
    if len(text) > 40:
        return ""
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text)).replace("轉", "转").replace("員", "员")
    return _AFTER.sub("", _BEFORE.sub("", bare))
