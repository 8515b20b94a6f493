"""What staff read in a member's transcript about notices."""

SENT = "「通知」"  # before a sent notice's text
INTERRUPTED = "发送中断，不知是否送达"
STATES = {
    "waiting": "等待发送",
    "queued": "排队中",
    "sending": "发送中",
    "sent": "已发送",
    "failed": "未送达",
    "unknown": "不知是否送达",
    "cancelled": "已取消",
    "expired": "已过期",
}


def ended_badly(name: str, state: str, reason: str) -> str:
    """通知未送达（活动提醒）：用户未关注."""
    return f"通知{STATES[state]}（{name}）" + (f"：{reason}" if reason else "")
