"""How dates and times are written to people: Shanghai time, with the weekday."""

from datetime import datetime, timedelta

from base.clock import to_shanghai

_WEEKDAYS = "一二三四五六日"


def day(moment: datetime) -> str:
    """11月25日（周三）"""
    local = to_shanghai(moment)
    return f"{local.month}月{local.day}日（周{_WEEKDAYS[local.weekday()]}）"


def day_and_time(moment: datetime) -> str:
    """11月25日（周三）13:30"""
    return f"{day(moment)}{to_shanghai(moment):%H:%M}"


def period(start: datetime, end: datetime) -> str:
    """11月25日（周三）13:30—16:30, or with both days when it lasts longer."""
    if to_shanghai(start).date() == to_shanghai(end).date():
        return f"{day_and_time(start)}—{to_shanghai(end):%H:%M}"
    return f"{day_and_time(start)}—{day_and_time(end)}"


def duration(length: timedelta) -> str:
    """不到 1 分钟, 12 分钟, 1 小时 5 分, 2 天"""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 1:
        return "不到 1 分钟"
    if minutes < 60:
        return f"{minutes} 分钟"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
    return f"{hours // 24} 天"
