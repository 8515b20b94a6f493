"""Every fixed text the WeChat side says by itself, in one place. What the bot answers comes from the engine."""

from union.conversations.reply import Choice, Reply
from union.places.sent import ASKS


def _tap(*labels: str) -> list[Choice]:
    return [Choice(label=label, send=label) for label in labels]


FETCH_WORD = "继续"
STAFF_WORD = "转人工"

GREETING = Reply(
    texts=[
        "您好，欢迎关注！我是工会智能助手，可以为您解答工会服务、报名活动、预约律师、申请福利。",
        "您可以直接打字提问，或点选：",
    ],
    choices=_tap("最近有什么活动", "我要预约律师", "申请福利", "你能做什么", STAFF_WORD),
)
HELLO = GREETING.model_copy(update={"texts": ["您好，我是工会智能助手。您可以直接打字提问，或点选："]})
NO_ENGINE = Reply(
    texts=["抱歉，智能助手正在维护，暂时答不了您的问题。您可以稍后再发一次，或请工作人员为您解答："],
    choices=_tap(STAFF_WORD),
)
NO_ANSWER = Reply(
    texts=["抱歉，这条消息处理超时，不能确定是否已办成。请稍后查看“我的报名”确认，或请工作人员核实："],
    choices=_tap("我的报名", STAFF_WORD),
)
NOT_HANDLED = Reply(texts=["抱歉，系统暂时繁忙，这条消息没有处理成功，请稍后再发一次。"])
EMPTY_VOICE = Reply(texts=["抱歉，这条语音没有识别出文字，请打字告诉我您的问题。"])
NOTHING_TO_READ = Reply(
    texts=["我在的。请用文字告诉我您想办什么，例如："], choices=_tap("最近有什么活动", "我要预约律师", STAFF_WORD)
)
OTHER_KIND = Reply(
    texts=["抱歉，我暂时只看得懂文字，请打字告诉我您的问题；需要提交材料可以请工作人员协助："], choices=_tap(STAFF_WORD)
)
LINK_CAME = Reply(texts=["抱歉，我打不开链接。请把想问的内容用文字发给我。"])
FILE_CAME = Reply(
    texts=["抱歉，我看不了文件。请用文字告诉我您想办什么；要给工作人员看，请先点下面，接通后再发一次："],
    choices=_tap(STAFF_WORD),
)
NO_PAGE = f"（下载页面暂时没有开通，请回复“{STAFF_WORD}”由工作人员为您办理。）"
WELCOME = "您好，欢迎关注！"
LEFT_STAFF = Reply(texts=["已退出人工，我继续为您服务。"])
FETCH_HINT = Reply(texts=[f"正在为您处理，请稍后回复“{FETCH_WORD}”查看结果。"], choices=_tap(FETCH_WORD))

# Lines of the transcript, for staff.
FOLLOWED = "（关注了公众号）"
SCANNED = "（扫描了公众号二维码）"
UNFOLLOWED = "（取消关注了公众号）"
PUSH_FAILED = "（上一条回复未能送达：{reason}）"
PUSH_UNKNOWN = "（上一条回复是否送达未知：{reason}）"
SENDER_DIED = "发送中断"
KIND_NAMES = {"video": "[视频]", "shortvideo": "[小视频]"}
LOCATION = "[位置]"
LINK = "[链接]"
FILE = "[文件]"
UNKNOWN_KIND = "[其他类型的消息]"
VOICE = "[语音]"


def near(place: str) -> str:
    """What a sent location asks for, in a member's words."""
    return f"{place}{ASKS}"


def queued(ahead: int, is_staffed: bool = True) -> Reply:
    """The member waits for staff; `ahead` others came first. Without an engine no message can be left: they wait."""
    if not is_staffed:
        return Reply(texts=["现在没有工作人员在，已经为您登记，他们回来后会在这里回复您。您可以先把问题写下来。"])
    waiting = f"前面还有 {ahead} 位，请稍候。" if ahead else "请稍候。"
    return Reply(texts=[f"已为您转接人工，{waiting}您可以先把问题写下来；回复“退出人工”可以返回智能助手。"])
