"""What talking keeps about a member: the transcript, where the dialogue stands, what may still be sent."""

import json
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.conversations.models import Conversation, Message, Tracker
from union.conversations.reply import Turn
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time

AUTHORS = {"member": "您", "bot": "智能助手", "staff": "工作人员", "notice": "通知", "event": "记录"}
_NO_SYNC = {"synchronize_session": False}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    lines = select(Message).where(Message.member_id == member_id).order_by(Message.id.desc())
    return [_line(line) for line in await session.scalars(lines)]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    await session.execute(delete(Message).where(Message.member_id == member_id), execution_options=_NO_SYNC)
    return []


async def _dialogue(session: AsyncSession, member_id: str) -> list[Record]:
    """What the running dialogue remembers, and the answer given last."""
    talk = await session.get(Conversation, member_id, populate_existing=True)
    tracker = await session.get(Tracker, member_id, populate_existing=True)
    records = [_talk(talk)] if talk is not None else []
    return [*records, _progress(tracker)] if tracker is not None else records


async def _erase_dialogue(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    await session.execute(delete(Conversation).where(Conversation.member_id == member_id), execution_options=_NO_SYNC)
    await session.execute(delete(Tracker).where(Tracker.member_id == member_id), execution_options=_NO_SYNC)
    return []


def _line(line: Message) -> Record:
    record = {"时间": day_and_time(line.at), "谁": AUTHORS[line.author], "内容": line.text}
    return record | ({"机器人的理解": line.understanding} if line.understanding else {})


def _talk(talk: Conversation) -> Record:
    more = {"没读完的回复": talk.pending} if talk.pending else {}
    return {"最近一次消息": day_and_time(talk.last_message_at), **more}


def _progress(tracker: Tracker) -> Record:
    slots = json.loads(tracker.state).get("slots", {})
    record = {"更新时间": day_and_time(tracker.updated_at)}
    record |= {"正在办的事": json.dumps(slots, ensure_ascii=False)} if slots else {}
    if tracker.last_turn:
        record["上一条回复"] = "\n".join(Turn.model_validate_json(tracker.last_turn).reply.texts)
    return record


HOLDING = Holding("聊天记录", _records, _erase)
DIALOGUE = Holding("对话进度", _dialogue, _erase_dialogue)
