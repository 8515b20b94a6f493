"""What the handoff keeps about a member: cases. What was said stands in the transcript."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.handoff.models import HandoffCase
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time

STATES = {"waiting": "等待接入", "left": "已留言", "taken": "服务中", "ended": "已结束"}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    mine = select(HandoffCase).where(HandoffCase.member_id == member_id).order_by(HandoffCase.id.desc())
    return [_case(case) for case in await session.scalars(mine)]


async def _running(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    live = select(HandoffCase).where(HandoffCase.member_id == member_id, HandoffCase.state != "ended")
    return [f"人工服务（{STATES[case.state]}）" for case in await session.scalars(live)]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    mine = delete(HandoffCase).where(HandoffCase.member_id == member_id)
    await session.execute(mine, execution_options={"synchronize_session": False})
    return []


def _case(case: HandoffCase) -> Record:
    record = {
        "编号": case.number,
        "事项": case.topic,
        "留言": case.left_text or "",
        "加急": "是" if case.urgent else "",
        "状态": STATES[case.state],
        "工作人员": case.staff or "",
        "提出时间": day_and_time(case.asked_at),
        "结束时间": day_and_time(case.ended_at) if case.ended_at else "",
        "转接说明": case.handover_note or "",
        "评分": str(case.rating or ""),
        "评价": case.rating_words or "",
    }
    return {label: value for label, value in record.items() if value}


HOLDING = Holding("人工服务", _records, _erase, _running, handed_out=True)
