"""Groups and hours between what is typed and what is kept. Pure."""

import re
from collections.abc import Sequence
from datetime import time

from console.parts.fields import MANY, Answers, whole_number
from union.handoff.groups import GroupShown, Wanted
from union.handoff.groups import Refused as GroupRefused
from union.handoff.hours import Hours
from union.handoff.hours import Refused as HoursRefused

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_BETWEEN = re.compile(r"[、,，;；\s]+")
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})")
_GROUP_WRONG = {
    "unknown": "这个小组刚才被删除了。",
    "no_name": "请写小组名称（最多 32 个字）。",
    "name_taken": "已经有叫“{detail}”的小组了。",
    "no_union": "没有这个工会，请另选。",
    "no_next": "没有这个小组，请另选。",
    "circle": "这样会转回“{detail}”，请换一组。",
    "no_staff": "“{detail}”没有接待的权限，请先在“账号”里调整。",
    "bad_minutes": "分钟数要是 1 到 1440，而且转下一组不早于提醒。",
}


def group_wrong(refused: GroupRefused) -> str:
    """Why a group was not kept."""
    return _GROUP_WRONG[refused.reason].format(detail=refused.detail)


def group_lines(one: GroupShown) -> list[str]:
    """What stands below a group's name."""
    group = one.group
    topics = "、".join(group.topics) or "不限"
    escalates = f"{group.escalate_minutes} 分钟转“{one.next}”" if one.next else "不转下一组"
    lines = [
        f"事项：{topics}",
        f"同事：{'、'.join(one.staff) or '还没有人'}",
        f"{group.remind_minutes} 分钟没人接就提醒，{escalates}",
    ]
    return [*lines, f"只接待{one.union}的会员"] if one.union else lines


def wanted_group(answers: Answers, group_id: int | None) -> Wanted | str:
    """The group that was typed, or what is wrong with it."""
    remind, escalate = whole_number(answers["remind"]), whole_number(answers["escalate"])
    if remind is None or escalate is None:
        return _GROUP_WRONG["bad_minutes"]
    return Wanted(
        name=answers["name"],
        topics=tuple(word for word in _BETWEEN.split(answers["topics"]) if word),
        union_id=answers["union"] or None,
        next_id=whole_number(answers["next"]),
        remind_minutes=remind,
        escalate_minutes=escalate,
        is_fallback=bool(answers["fallback"]),
        staff=tuple(name for name in answers["staff"].split(MANY) if name),
        id=group_id,
    )


def spans(hours: Sequence[Hours], weekday: int) -> str:
    """09:00-11:30、13:30-17:00"""
    mine = sorted(one for one in hours if one.weekday == weekday)
    return "、".join(f"{one.starts:%H:%M}-{one.ends:%H:%M}" for one in mine)


def read_spans(text: str, weekday: int) -> list[Hours] | None:
    """The hours of a weekday as they were typed; None where something else stands there."""
    found = list(_SPAN.finditer(text))
    if _BETWEEN.sub("", _SPAN.sub("", text)):
        return None
    try:
        return [
            Hours(weekday, time(int(a), int(b)), time(int(c), int(d))) for a, b, c, d in (one.groups() for one in found)
        ]
    except ValueError:  # 25:70
        return None


def hours_wrong(refused: HoursRefused) -> dict[str, str]:
    """What is wrong, at the field of its weekday."""
    words = {
        "too_many": "时段太多了。",
        "no_weekday": "没有这一天。",
        "backwards": "结束要晚于开始。",
        "overlap": "时段重叠了。",
    }
    where = str(refused.which.weekday) if refused.which else ""
    return {where: words[refused.reason]}
