"""Windows and the rota in the words of the desk."""

from datetime import time

from console.appointments.words import why_not
from console.parts.fields import Answers
from console.parts.form import Wrong as Said
from console.words import WEEKDAYS
from union.entered import Wrong
from union.legal_aid.outcomes import Displaced
from union.legal_aid.refusal import Refused
from union.legal_aid.setting import WindowChanged
from union.legal_aid.shift_rules import NewShift

WAYS = {"window": "到窗口面谈", "telephone": "电话", "both": "面谈或电话"}
NTHS = {"1": "第一个", "2": "第二个", "3": "第三个", "4": "第四个", "5": "第五个", "-1": "最后一个"}
WEEKDAY_NAMES = {str(number): f"星期{name}" for number, name in enumerate(WEEKDAYS)}
_WHY = {
    "empty": "请填写。",
    "too_long": "太长了，请不要超过 {detail} 字。",
    "number": "请填 {detail} 之间的整数。",
    "not_yours": "您的账号只管{detail}，请填这个范围。",
    "needs_level": "调解要选是哪一级。",
    "no_level": "只有调解分级，请选“不分级”。",
    "no_day": "请选择。",
    "weekly_or_once": "每周的值班不填日期。",
    "past": "这一天已经过去了。",
    "too_far": "太远了，请填一年内的日期。",
    "not_after": "结束要晚于开始。",
    "too_short": "一场咨询 {detail} 分钟，这段时间不够一场。",
    "overlap": "这段时间{detail}已经排了班，请错开。",
    "no_member": "没有找到。请核对号码，或者请会员先关注公众号。",
    "bad_topic": "请选择事项。",
    "bad_description": "请写两句会员说的情况。",
    "bad_name": "不知道会员的姓名，请问一下填上。",
    "bad_phone": "请填 11 位手机号。",
    "no_such_way": "这个时间只能{detail}。",
}


def said(wrong: Wrong | Refused) -> Said:
    """What is wrong, at its field."""
    if isinstance(wrong, Refused):
        return {"": "刚才已被同事改动或删除，请刷新再看。" if wrong.reason == "unknown" else why_not(wrong)}
    return {wrong.field: _WHY.get(wrong.reason, "请核对。").format(detail=wrong.detail)}


def in_one_line(wrong: Wrong | Refused) -> str:
    return next(iter(said(wrong).values()))


def effect(found: Displaced | WindowChanged) -> str:
    """Whom a change reaches; empty: nobody."""
    hit, told = (found.displaced, found.told) if isinstance(found, WindowChanged) else (found, 0)
    parts = [f"{hit.taken_over} 个预约由接替的人接手，时间不变"] if hit.taken_over else []
    parts += [f"{hit.displaced} 个预约要另约时间，会为会员保留最近的空位"] if hit.displaced else []
    parts += [f"{told} 个预约时间不变，会告诉会员新的地点或联系方式"] if told else []
    return f"会影响会员：{'；'.join(parts)}。会员会收到通知。" if parts else ""


def when(shift: NewShift) -> str:
    """每周四 09:00—11:30, 每月第二个星期四 …, 11月19日 …"""
    if shift.day is not None:
        year = f"{shift.day.year}年"
        day = f"{year}{shift.day.month}月{shift.day.day}日（星期{WEEKDAYS[shift.day.weekday()]}）"
    else:
        name = WEEKDAYS[shift.weekday or 0]
        day = f"每周{name}" if shift.nth is None else f"每月{NTHS[str(shift.nth)]}星期{name}"
    return f"{day} {shift.starts:%H:%M}—{shift.ends:%H:%M}"


def read_time(text: str) -> time | None:
    """A time field's value."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def number_of(answers: Answers, name: str) -> int:
    """What was typed as a number; -1 where it is none, which no rule allows."""
    text = answers[name]
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else -1
