"""Lines about the talk itself, and what the member is told when it ends."""

ASKED = "已转人工，等待工作人员接入"
ENDED = "已结束人工服务"
LEFT = "会员退出人工，已结束人工服务"
BOT_AGAIN = "人工服务已结束，我继续为您服务。"


def taken(staff: str) -> str:
    """The line when staff take the case."""
    return f"工作人员{staff}已接入"
