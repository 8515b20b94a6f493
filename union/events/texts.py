"""What the account sends about a booking by itself. Replies in a dialogue are the engine's responses."""

from datetime import datetime

from union.events.meeting import Meeting
from union.events.models import Booking
from union.events.refusal import Refused
from union.excursions.texts import to_pay
from union.wording import day_and_time

STATUS_WORDS = {
    "held": "正在填写",
    "booked": "已报名",
    "waitlisted": "候补中",
    "offered": "候补到号，待接受",
    "entered": "已参加抽签",
    "won": "已中签，待确认",
    "checked_in": "已签到",
    "no_show": "未到场",
    "cancelled": "已取消",
    "passed_on": "已让出",
    "lost": "未中签",
    "expired": "已过期",
}
QUOTA_WORDS = {
    "men": "男性名额",
    "women": "女性名额",
    "first_timers": "首次参加的名额",
    "returning": "参加过的会员名额",
}


def confirmation(event: Meeting, booking: Booking) -> str:
    """The notice after a sign-up."""
    return (
        f"【报名确认】{event.title}\n"
        f"时间：{event.when}\n"
        f"地点：{event.place}\n"
        f"人数：{booking.places}\n"
        f"签到码：{booking.code}\n"
        f"{_line(to_pay(event.rules, booking.places))}"
        "来不了请回复“取消报名”，把名额留给别人。"
    )


def reminder(event: Meeting, booking: Booking) -> str:
    return f"【活动提醒】{event.title}\n时间：{event.when}\n地点：{event.place}\n签到码：{booking.code}"


def ticket(event: Meeting, booking: Booking) -> str:
    """Above the QR picture."""
    what = f"时间：{event.when}\n地点：{event.place}\n签到码：{booking.code}"
    return f"【电子票】{event.title}\n{what}\n入场时出示二维码或报签到码。"


def moved(event: Meeting, booking: Booking) -> str:
    return f"【改期成功】您已改到：{event.title}\n时间：{event.when}\n地点：{event.place}\n签到码：{booking.code}"


def waitlisted(event: Meeting, position: int) -> str:
    return f"【候补登记】{event.title}\n时间：{event.when}\n您排在候补第 {position} 位，有名额会通知您。"


def offer(event: Meeting, code: str, until: datetime) -> str:
    """A place came free for who waits; `code`: of the coded reply that accepts it."""
    return (
        f"【候补到号】{event.title}有名额了\n"
        f"时间：{event.when}\n"
        f"请在{day_and_time(until)}前回复“接受 {code}”，不要请回复“放弃 {code}”。过时名额会给下一位。"
    )


def offer_over(event: Meeting) -> str:
    return f"【名额已让出】{event.title}\n确认时间已过，名额已给下一位。您仍可重新报名或候补。"


def entered(event: Meeting, booking: Booking) -> str:
    return (
        f"【抽签登记】{event.title}\n"
        f"报名截止：{day_and_time(event.sign_up_closes)}，之后抽签并通知结果。\n"
        f"您的抽签码：{booking.code}"
    )


def won(event: Meeting, code: str, until: datetime) -> str:
    return (
        f"【中签通知】恭喜，您中签了：{event.title}\n"
        f"时间：{event.when}\n"
        f"请在{day_and_time(until)}前回复“接受 {code}”确认，不要请回复“放弃 {code}”。"
    )


def lost(event: Meeting, position: int) -> str:
    end = f"您排在候补第 {position} 位，有人放弃会通知您。" if position else "感谢参与，欢迎下次再来。"
    return f"【抽签结果】{event.title}\n这次没有中签。{end}"


def changed(event: Meeting, what: str) -> str:
    said = f"{what}\n" if what else ""
    return f"【活动变更】{event.title}\n{said}时间：{event.when}\n地点：{event.place}\n来不了请回复“取消报名”。"


def called_off(event: Meeting, why: str, others: list[Meeting]) -> str:
    said = f"原因：{why}\n" if why else ""
    return f"【活动取消】{event.title}（{event.when}）取消举办，您的报名已取消。\n{said}{_instead(others)}".rstrip()


def group_not_reached(event: Meeting, others: list[Meeting]) -> str:
    return f"【未成团】{event.title}（{event.when}）人数不足，没有成团，您的报名已取消。\n{_instead(others)}".rstrip()


def said(event: Meeting, text: str) -> str:
    return f"【活动通知】{event.title}\n{text}"


def barred(until: datetime, why: str, code: str | None) -> str:
    how = f"有特殊情况可以回复“申诉 {code}”加上原因，由工作人员处理。" if code else ""
    return f"【报名限制】{why}，{day_and_time(until)}前不能报名。{how}"


def appeal_decided(lifted: bool, why: str = "") -> str:
    result = "【申诉结果】限制已解除，您可以继续报名。" if lifted else "【申诉结果】经核实，限制维持不变。"
    return f"{result}\n说明：{why}" if why else result


def ask_rating(event: Meeting, code: str) -> str:
    return f"【活动评价】{event.title}办得怎么样？回复“评价 {code} 5”打 1 到 5 分，后面可以写几句话。"


# Replies to coded replies (replies.py).
APPEAL_NEEDS_REASON = "请在后面写上原因，例如：申诉 编号 那天我在医院。"
APPEALED = "已提交申诉，工作人员看过后会通知您结果。"
NOTHING_TO_APPEAL = "这个限制已经处理过或已经结束，不用再申诉。"
RATING_NEEDS_STARS = "请打 1 到 5 分，例如：评价 编号 5 组织得很好。"
RATED = "谢谢您的评价，已经记下了。"
NOT_ASKED_TO_RATE = "这场活动现在不能评价。"


def accepted(event: Meeting, booking: Booking) -> str:
    return (
        f"报名成功！{event.title}\n时间：{event.when}\n地点：{event.place}\n"
        f"签到码：{booking.code}\n回复“看电子票”可以看二维码，来不了请回复“取消报名”。"
    )


def passed_on(event: Meeting) -> str:
    return f"已取消：{event.title}。名额会给下一位，谢谢您提前说。"


def not_accepted(refused: Refused) -> str:
    """Why an offer can no longer be taken."""
    if refused.reason == "offer_over":
        until = f"（截止{refused.detail}）" if refused.detail else ""
        return f"确认时间已过{until}，名额已经给了下一位。您可以回复“最近有什么活动”看看别的。"
    return "这个名额已经处理过了，回复“我的报名”可以看现在的情况。"


def quota_left(who: str, left: int) -> str:
    """男性名额还剩 0 个"""
    words = QUOTA_WORDS.get(who) or f"{who.partition(':')[2]}名额"
    return f"{words}还剩 {left} 个"


def _line(text: str) -> str:
    return f"{text}\n" if text else ""


def _instead(others: list[Meeting]) -> str:
    lines = [f"· {other.title}，{other.when}" for other in others]
    return "\n".join(["您可以改报：", *lines]) if lines else ""
