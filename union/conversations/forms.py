"""What somebody was in the middle of, as the engine's stored state tells: the running form, in words."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.conversations.models import Tracker

# The engine's forms, as members and staff know them; one that is missing here is a task without a name.
TASKS = {
    "application_form": "帮扶与补贴申请",
    "application_more_form": "补充申请材料",
    "application_withdraw_form": "撤回申请",
    "cancel_booking_form": "取消报名",
    "change_booking_form": "更改报名",
    "counsel_booking_form": "预约咨询",
    "event_sign_up_form": "活动报名",
    "legal_booking_form": "预约律师",
    "legal_change_form": "更改律师预约",
    "matchmaking_form": "相亲登记",
    "matchmaking_withdraw_form": "退出相亲登记",
    "bind_form": "绑定会员身份",
    "phone_form": "更换手机号",
    "unbind_form": "解除绑定",
    "erase_form": "删除个人信息",
    "suggestion_form": "意见建议",
}
OTHER = "正在办的事"


async def running_task(session: AsyncSession, member_id: str) -> str:
    """The task of the running form in words; empty where none runs."""
    form = (await dialogue_state(session, member_id)).get("form")
    return TASKS.get(str(form), OTHER) if form else ""


async def dialogue_state(session: AsyncSession, member_id: str) -> dict[str, Any]:
    """Where the engine's dialogue stands (`form`, `slots`), as it was after the last turn."""
    stored: bytes | None = await session.scalar(select(Tracker.state).where(Tracker.member_id == member_id))
    state: dict[str, Any] = json.loads(stored) if stored else {}
    return state
