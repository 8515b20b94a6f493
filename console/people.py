"""Colleagues and groups that can be given a case, in the words of the desk."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.handoff.groups import groups
from union.handoff.presence import Present, present

STAFF, GROUP = "staff", "group"
STATES = {"here": "在岗", "busy": "忙碌", "away": "离开"}


async def receivers(
    session: AsyncSession, now: datetime, limits: Limits, *, besides: str, with_groups: bool
) -> dict[str, str]:
    """staff:小王 -> 小王（在岗，2/5）, group:法律维权 -> 法律维权（小组）; without `besides` and who is away."""
    found = {
        f"{STAFF}:{one.staff}": person(one)
        for one in await present(session, now, limits=limits)
        if one.staff != besides and one.state != "away"
    }
    if with_groups:
        found |= {f"{GROUP}:{one.group.name}": f"{one.group.name}（小组）" for one in await groups(session)}
    return found


def person(one: Present) -> str:
    """小王（在岗，2/5）"""
    return f"{one.staff}（{STATES[one.state]}，{one.open_cases}/{one.capacity}）"
