"""The member card in the words of the desk."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from console.conversation.understanding import describe
from union.applications.texts import STATUS_WORDS as APPLICATION
from union.conversations.forms import OTHER, TASKS
from union.desk.card import Entry, Kind, MemberCard
from union.events.texts import STATUS_WORDS as BOOKING
from union.staff.rules import Task

Session = AsyncSession

KINDS: Mapping[Kind, str] = {
    "booking": "活动报名",
    "appointment": "预约",
    "application": "申请",
    "suggestion": "署名建议",
    "case": "以前的对话",
}
NOTHING_YET = "还没有报名、预约、申请，也是第一次转人工。"
_APPOINTMENT = {
    "booked": "已预约",
    "displaced": "待改期",
    "over": "待记录",
    "done": "已到",
    "no_show": "未到",
    "cancelled": "已取消",
    "passed_on": "未接受",
    "offered": "等会员答复",
}
_SUGGESTION = {"open": "等答复", "forwarded": "已转交", "answered": "已答复", "closed": "已办结"}
_CONFIDENTIAL = ("matchmaking", "counsel", "suggestion")  # what kind of thing it is, is theirs to tell
_SLOTS = {
    "event": "活动",
    "places": "人数",
    "topic": "事项",
    "description": "经过",
    "slot": "时间",
    "person_name": "姓名",
    "phone": "手机号",
    "booking": "哪一个报名",
    "changed_booking": "哪一个报名",
    "change_to": "改到哪一场",
    "changed_talk": "哪一个预约",
    "application_round": "申请哪一项",
    "application_which": "哪一份申请",
}
_PATHS: Mapping[Kind, tuple[str, Task]] = {
    "booking": ("/events/{}", "events"),
    "appointment": ("/appointments/{}", "appointments"),
    "application": ("/applications/{}", "applications"),
    "suggestion": ("/voices/{}", "voices"),
    "case": ("/conversation/{}", "talks"),
}


def form(one: MemberCard) -> str:
    """报名活动（已填：活动、人数）; empty when nothing runs."""
    if not one.form:
        return ""
    if any(word in one.form for word in _CONFIDENTIAL):
        return "一项保密的事"
    told = [name for slot, name in _SLOTS.items() if slot in one.filled]
    filled = f"（已填：{'、'.join(told)}）" if told else "（还没有填）"
    return f"{TASKS.get(one.form, OTHER)}{filled}"


def understood(one: MemberCard) -> tuple[str, bool]:
    """What was made of the last line, without the label, and whether it was missed."""
    text, missed = describe(one.understood)
    return text.removeprefix("机器人理解："), missed


def status(one: Entry) -> str:
    """How it stands; for an earlier talk, with whom it was."""
    if one.kind == "booking":
        return BOOKING.get(one.status, one.status)
    if one.kind == "appointment":
        return _APPOINTMENT.get(one.status, one.status)
    if one.kind == "application":
        return APPLICATION.get(one.status, one.status)
    if one.kind == "suggestion":
        return _SUGGESTION.get(one.status, one.status)
    return f"由{one.status}接待" if one.status else "没有人接待"


def path(one: Entry) -> tuple[str, Task]:
    """Its page, "" where it has none, and what one must be allowed to open it."""
    pattern, task = _PATHS[one.kind]
    return (pattern.format(one.number) if one.number else ""), task
