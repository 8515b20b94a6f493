"""What the account sends about an appointment by itself, and what coded replies are told.

What the talk is about is never repeated, and of counselling not even that it is one: phones are read by others too.
"""

from datetime import datetime

from union.legal_aid.models import Appointment
from union.legal_aid.services import LEVEL_NAMES, NAMES
from union.wording import day, day_and_time, period

_HEADS = {"legal": "律师预约", "mediation": "调解预约", "counselling": "预约"}
_WHO = {"legal": "律师", "mediation": "调解员", "counselling": "老师"}
_HOW_TO_CANCEL = {"legal": "来不了请回复“取消律师预约”，把时间留给别人。"}
_CANCEL = "来不了请回复“取消预约”，把时间留给别人。"


def confirmation(appointment: Appointment) -> str:
    """The notice after a booking."""
    service = appointment.lawyer.window.service
    return f"【{_HEADS[service]}确认】\n{summary(appointment)}\n{_HOW_TO_CANCEL.get(service, _CANCEL)}"


def reminder(appointment: Appointment) -> str:
    service = appointment.lawyer.window.service
    papers = "请带上劳动合同、工资条等材料。" if service != "counselling" else ""
    return f"【{_HEADS[service]}提醒】\n{summary(appointment)}\n{papers}{_HOW_TO_CANCEL.get(service, _CANCEL)}"


def changed(appointment: Appointment, why: str) -> str:
    service = appointment.lawyer.window.service
    return f"【{_HEADS[service]}变更】\n{why}\n{summary(appointment)}"


def summary(appointment: Appointment) -> str:
    """When, with whom, where, and the code."""
    window = appointment.lawyer.window
    where = appointment.where if appointment.way == "telephone" else f"{window.name}，{appointment.where}"
    if window.service == "counselling" and appointment.way != "telephone":
        where = appointment.where
    return (
        f"时间：{period(appointment.starts_at, appointment.ends_at)}\n"
        f"{_WHO[window.service]}：{appointment.lawyer.name}\n"
        f"{'方式' if appointment.way == 'telephone' else '地点'}：{where}\n"
        f"预约码：{appointment.code}"
    )


def facts(appointment: Appointment) -> dict[str, str]:
    """For the fields of a template, by their names in docs/glossary.md."""
    lawyer, when = appointment.lawyer, period(appointment.starts_at, appointment.ends_at)
    place = "" if lawyer.window.service == "counselling" else lawyer.window.name
    return {"lawyer": lawyer.name, "when": when, "place": place or appointment.where, "code": appointment.code}


MEMBER_CHANGED = "时间已改好，原来的时间已经让出。"
EARLIER = "您等的更早时间有空位了。"
OFFER_GONE = "为您保留的时间没有等到答复，已经让给别人。"


def offer(offered: Appointment, why: str, code: str, until: datetime) -> str:
    """A slot is kept for the member; answered by a code."""
    return (
        f"【{_HEADS[offered.lawyer.window.service]}】{why}\n{place_and_time(offered)}\n"
        f"已为您保留到{day_and_time(until)}。要这个时间请回复“接受 {code}”，不要请回复“放弃 {code}”。"
    )


def place_and_time(appointment: Appointment) -> str:
    """When, with whom, where."""
    return summary(appointment).rpartition("\n")[0]


LEAVE = "这段时间有人请假，原来约好的安排有变动。"
CLOSED = "窗口那天不开放，原来约好的安排有变动。"
PLAN_CHANGED = "窗口的排班调整了，原来约好的安排有变动。"
PLACE_CHANGED = "窗口的地点或联系方式变了，时间不变。"
TAKEN_OVER = "原来的{who}请假，由{name}接待您，时间不变。"
RATING_NEEDS_STARS = "请打 1 到 5 分，例如：评价 编号 5 讲得很清楚。"
RATED = "谢谢您的评价，已经记下了。"
NOT_ASKED_TO_RATE = "这一次现在不能评价。"
NOT_TAKEN = {
    "offer_over": "保留的时间已经过了，没有改动。回复“改预约时间”可以另选。",
    "already_cancelled": "原来的预约已经取消了，没有改动。需要时可以重新预约。",
    "past": "原来的预约时间已经到了，没有改动。",
}
NOT_TAKEN_ELSE = "没有找到为您保留的时间，没有改动。"


def taken_over(mine: Appointment) -> str:
    return TAKEN_OVER.format(who=_WHO[mine.lawyer.window.service], name=mine.lawyer.name)


def displaced(mine: Appointment, why: str) -> str:
    """The slot is gone, and there is none to offer."""
    return (
        f"【{_HEADS[mine.lawyer.window.service]}变更】{why}您{period(mine.starts_at, mine.ends_at)}的预约办不了了，"
        "很抱歉。请回复“改预约时间”另选时间，或者回复“转人工”。"
    )


def cancelled(mine: Appointment, reason: str) -> str:
    """The desk cancelled it; `reason` may be empty."""
    why = f"原因：{reason}\n" if reason else ""
    when = period(mine.starts_at, mine.ends_at)
    head = f"【{_HEADS[mine.lawyer.window.service]}取消】"
    return f"{head}\n您{when}的预约已由工作人员取消。\n{why}需要时可以重新预约，或者回复“转人工”。"


def why_displaced(mine: Appointment, why: str) -> str:
    """Before the offer of the nearest slot."""
    return f"{why}您{period(mine.starts_at, mine.ends_at)}的预约办不了了，很抱歉。最近的空位是："


def offer_over(offered: Appointment, mine: Appointment | None, why: str) -> str:
    """Nobody answered in time, or the slot itself is gone."""
    rest = "可以回复“转人工”联系工作人员。"
    if mine is not None and mine.status == "booked":
        rest = f"您原来的预约不变：{period(mine.starts_at, mine.ends_at)}。"
    elif mine is not None:
        rest = "请回复“改预约时间”另选时间，或者回复“转人工”。"
    return f"【{_HEADS[offered.lawyer.window.service]}】{why}{rest}"


def next_level(level: str) -> str:
    """Mediation goes on a level above."""
    return f"上一次调解没有成，可以到{LEVEL_NAMES[level]}继续调解。"


def ask_rating(appointment: Appointment, code: str) -> str:
    """How was it; no word of what it was about."""
    when = day(appointment.starts_at)
    return (
        f"您{when}的预约结束了，感觉怎么样？请回复“评价 {code} 5”打分（1 到 5 分，5 分最好），后面可以写一句话。"
        "只用来改进服务。"
    )


def accepted(appointment: Appointment) -> str:
    """The member took the slot that was kept."""
    return f"预约成功！\n{summary(appointment)}"


def passed_on(mine: Appointment | None) -> str:
    """The member let it go."""
    if mine is None:
        return "好的，没有预约。需要时随时可以再约。"
    if mine.status == "booked":
        return f"好的，您原来的预约不变：{period(mine.starts_at, mine.ends_at)}。有别的更早时间我们再告诉您。"
    return "好的，没有预约这个时间。回复“改预约时间”可以另选。"


def example(service: str, topic: str, words: str, next_step: str) -> str:
    """The draft of an anonymous example: what the lawyer wrote, nothing of the member's."""
    head = f"【{topic}】" if topic else f"【{NAMES[service]}】"
    return f"{head}{words}" + (f"\n下一步：{next_step}" if next_step else "")
