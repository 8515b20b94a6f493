"""Why a step on a case was refused, in the words of the desk."""

from union.handoff.service import Refused


def why(refused: Refused) -> str:
    """One line for staff."""
    if refused.reason == "taken":
        return f"{refused.staff}已经接待了这位会员"
    if refused.reason == "ended":
        return "这次对话已经结束"
    return "找不到这次对话"
