"""How much may still be sent, and until when."""

from datetime import datetime, timedelta

from console.words import clock_time, day, duration
from union.handoff.window import MESSAGES, Window

SOON = timedelta(hours=4)


def describe(window: Window, now: datetime) -> tuple[str, str]:
    """A line, and how it is to look: "", low or over."""
    if window.closes_at is None:
        return "会员还没有发过消息，微信可能不接收您的回复", "over"
    if not window.is_open:
        return "会员上次发消息已超过 48 小时，微信可能不接收您的回复，请改用电话联系", "over"
    if window.left == 0:
        return f"会员上次发消息后已发满 {MESSAGES} 条，等会员再发一条消息后可继续", "over"
    until = f"{day(window.closes_at, now)} {clock_time(window.closes_at)}"
    remaining = window.closes_at - now
    look = "low" if window.left == 1 or remaining < SOON else ""
    return f"还可发 {window.left}/{MESSAGES} 条 · {until} 前有效（剩 {duration(remaining)}）", look
