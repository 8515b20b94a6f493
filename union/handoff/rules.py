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
_GO_ON = re.compile("(?:接着|继续)(?:办理?|刚才的?|往下办?)")
_MESSAGE_BACK = re.compile("(?:撤回|撤销|取消|删除|删掉)(?:我的|这条|刚才的)?留言")
_NO_MESSAGE = re.compile(
    "(?:不|不用|不想|不要|先不|暂不|别)(?:留|留言|用|要|写|需要|登记)?|(?:那)?算(?:了)?|没事|取消|不必"
)
_GREETING = re.compile("(?:您好|你好|好|好的|嗯+|哦+|在|有人|谢谢|收到|可以|行|知道)+")
SHORTEST_MESSAGE = 2  # signs


def wants_staff(text: str) -> bool:
    """Whether the text asks for staff in one of the known short forms: 转人工, 找真人 …"""
    return _STAFF.fullmatch(_plain(text)) is not None


def wants_to_leave(text: str) -> bool:
    """Whether somebody who waits for staff, or talks with them, wants the bot back: 退出人工, 不等了 …"""
    return _LEAVE.fullmatch(_plain(text)) is not None


def wants_to_go_on(text: str) -> bool:
    """Whether somebody wants the form back that stood still while staff talked: 接着办, 继续刚才的."""
    return _GO_ON.fullmatch(_plain(text)) is not None


def wants_message_back(text: str) -> bool:
    """Whether somebody wants the message back that they left for staff: 撤回留言."""
    return _MESSAGE_BACK.fullmatch(_plain(text)) is not None


def declines_message(text: str) -> bool:
    """Whether the answer to “leave a message?” is no: 不用了, 算了."""
    return wants_to_leave(text) or _NO_MESSAGE.fullmatch(_plain(text)) is not None


def is_no_message(text: str) -> bool:
    """Whether there is nothing in it that staff could answer: 你好, 在吗, 好的."""
    bare = _plain(text) if len(text) <= 40 else text
    return len(bare) < SHORTEST_MESSAGE or _GREETING.fullmatch(bare) is not None


def _plain(text: str) -> str:
    """The bare words: no blanks, punctuation, emoji or courtesies. A long text is none of ours."""
    if len(text) > 40:
        return ""
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text)).replace("轉", "转").replace("員", "员")
    return _AFTER.sub("", _BEFORE.sub("", bare))
