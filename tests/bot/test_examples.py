"""Approved examples of lawyers stand below answers of labour law, those of their topic only."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bot.conftest import Room
from union.ids import new_id
from union.legal_aid.records import CaseExample

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def add_example(room: Room, topic: str, text: str, status: str) -> None:
    now = room.parts.clock.now()

    async def work(session: AsyncSession) -> None:
        fixed = {"id": new_id(), "service": "legal", "drafted_by": "王律师", "drafted_at": now}
        session.add(CaseExample(**fixed, topic=topic, text=text, status=status, reviewed_by="小李", reviewed_at=now))

    await room.parts.database.transact(work)


async def test_an_approved_example_is_told_with_the_answer_of_its_topic(room: Room) -> None:
    await add_example(room, "欠薪", "【欠薪】公司分两期付清了。", "approved")
    await add_example(room, "欠薪", "【欠薪】还没有看过的草稿", "draft")
    member = await room.newcomer()

    answer = "\n".join((await room.say(member, "老板三个月没发工资了咋办")).reply.texts)
    other = "\n".join((await room.say(member, "产假有多少天")).reply.texts)

    assert "公司分两期付清了" in answer
    assert "草稿" not in answer
    assert "分两期" not in other
