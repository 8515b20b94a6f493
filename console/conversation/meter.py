"""How much may still be sent, and until when."""

from datetime import datetime, timedelta

from console.words import clock_time, day, duration
from union.allowances.rules import Allowance

SOON = timedelta(hours=4)


def describe(allowance: Allowance, now: datetime) -> tuple[str, str]:
    """A line, and how it is to look: "", low or over."""
    ends, left = allowance.ends(), allowance.left(now)
    if ends is None:
        return "会员还没有发过消息，微信可能不接收您的回复", "over"
    if ends <= now:
        return "会员上次互动后的可回复时间已过，微信可能不接收您的回复，请改用电话联系", "over"
    if left == 0:
        return "可发条数已用完，等会员再发一条消息后可继续", "over"
    remaining = ends - now
    look = "low" if left == 1 or remaining < SOON else ""
    return f"还可发 {left} 条 · {day(ends, now)} {clock_time(ends)} 前有效（剩 {duration(remaining)}）", look
