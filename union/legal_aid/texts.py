"""What the account sends about an appointment by itself, and what coded replies are told.

What the talk is about is never repeated, and of counselling not even that it is one: phones are read by others too.
"""

from datetime import datetime

from union.legal_aid.models import Appointment
from union.wording import day_and_time, period

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
