"""Times and lengths in the words of the desk."""

from datetime import datetime, timedelta

from base.clock import to_shanghai
from union import wording

WEEKDAYS = "一二三四五六日"


def clock_time(moment: datetime) -> str:
    """09:05, in Shanghai."""
    return to_shanghai(moment).strftime("%H:%M")


def day(moment: datetime, now: datetime) -> str:
    """今天, 昨天, or 11月18日 星期三; with the year when it is another one."""
    local, today = to_shanghai(moment).date(), to_shanghai(now).date()
    if local == today:
        return "今天"
    if local == today - timedelta(days=1):
        return "昨天"
    year = f"{local.year}年" if local.year != today.year else ""
    return f"{year}{local.month}月{local.day}日 星期{WEEKDAYS[local.weekday()]}"


def duration(length: timedelta) -> str:
    """刚刚, 5 分钟, 2 小时 10 分, 3 天."""
    return "刚刚" if length < timedelta(minutes=1) else wording.duration(length)


def waited(length: timedelta) -> str:
    """刚刚进来, 已等 5 分钟."""
    return "刚刚进来" if length < timedelta(minutes=1) else f"已等 {duration(length)}"
