"""Lines about the talk itself, and what the member is told outside of a reply."""

from datetime import datetime

from union.wording import day_and_time

ASKED = "已转人工，等待工作人员接入"
ENDED = "已结束人工服务"
LEFT = "会员退出人工，已结束人工服务"
TAKEN_BACK = "会员撤回了留言"
SILENT_END = "会员长时间没有回应，已结束人工服务"
BOT_AGAIN = "人工服务已结束，我继续为您服务。"
AFTER_SILENCE = "有一会儿没收到您的消息，这次人工服务先到这里，我继续为您服务。还需要工作人员，请回复“转人工”。"
STAFF_ARE_HERE = "工作人员已接入，您可以直接在这里说。"
FIRST_ANSWER = "【工作人员已接入】"  # before a first answer that comes within seconds
HANDED_ON = "正在为您转给更合适的工作人员，请稍候，前面说过的不用再说一遍。"
BACK_IN_QUEUE = "接待您的工作人员暂时离开，正在为您转给其他同事，请稍候，您的位置保留。"
RATED = "谢谢您的评价，已经记下了。"
RATING_NEEDS_STARS = "请打 1 到 5 分，例如：评价 编号 5 解答得很清楚。"
NOTHING_TO_RATE = "这次服务现在不能评价。"
REASON_KEPT = "谢谢您告诉我们，会转给负责的同事改进。"
REASON_NEEDS_WORDS = "请在编号后面写上原因，例如：原因 编号 等得太久。"

END_REASONS = {
    "resolved": "已解决",
    "no_answer": "会员没有回应",
    "referred": "已转其他部门",
    "mistaken": "误转",
    "other": "其他",
}


def taken(staff: str) -> str:
    """The line when staff take the case."""
    return f"工作人员{staff}已接入"


def assigned(by: str, to: str) -> str:
    return f"{by}分配给{to}，工作人员{to}已接入"


def handed_to(by: str, to: str) -> str:
    return f"{by}转给{to}，工作人员{to}已接入"


def handed_to_group(by: str, group: str) -> str:
    return f"{by}转给“{group}”，等待工作人员接入"


def released(by: str) -> str:
    return f"{by}放回队列，等待工作人员接入"


def gone(staff: str) -> str:
    return f"{staff}离开了，已放回队列，等待工作人员接入"


def escalated(group: str) -> str:
    return f"暂时没有人接待，已转给“{group}”"


def left(number: str) -> str:
    return f"会员留言，编号{number}"


def night(number: str) -> str:
    return f"没有工作人员在，转为留言，编号{number}"


def became_message(number: str, back: datetime | None) -> str:
    """To a member who waited until nobody was there any more."""
    when = f"工作人员{day_and_time(back)}回来后" if back else "工作人员回来后"
    return f"抱歉让您久等了，现在没有工作人员在。您的问题已经登记，编号 {number}，{when}最先答复您。我继续为您服务。"


def ended(reason: str) -> str:
    """The line at the end of a talk, with its reason where one was given."""
    return f"{ENDED}（{END_REASONS[reason]}）" if reason else ENDED


def ask_rating(code: str) -> str:
    return f"请为这次人工服务打分：回复“评价 {code} 5”（1 到 5 分，5 分最满意，后面可以写一句话）。"


def form_waits(task: str) -> str:
    return f"您之前的“{task}”还没办完，回复“接着办”从停下的地方继续，不办了回复“算了”。"


def sorry(code: str) -> str:
    """After a low mark: asked once, and only if they like."""
    return f"很抱歉没有让您满意，评价已经记下。愿意的话，回复“原因 {code} 加一句话”告诉我们哪里没做好；不回复也没关系。"
