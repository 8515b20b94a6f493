"""What is told to its owner, and what erasure leaves: what was paid, without anybody's name."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.applications.helpers import QUEUE, SKILLS, hand_in, opened, told, verb
from union.applications import service
from union.applications.holding import HOLDING
from union.applications.models import Application, ApplicationDraft, ApplicationRound, ApplicationStep
from union.members.service import forget_member

pytestmark = pytest.mark.usefixtures("members")


async def erase(database: Database, member_id: str = "m1") -> list[str]:
    async def work(session: AsyncSession) -> list[str]:
        sentences = await HOLDING.erase(session, QUEUE, member_id, WEDNESDAY + timedelta(days=1))
        await forget_member(session, member_id)
        return sentences

    return await database.transact(work)


async def rows(database: Database) -> list[Application]:
    async with database.read() as session:
        return list(await session.scalars(select(Application)))


async def test_everything_kept_is_told(database: Database) -> None:
    one = await opened(database)
    await opened(database, "skills")
    await hand_in(database)
    half = told(SKILLS)
    await database.transact(lambda s: service.save_draft(s, "m1", "skills", "skills", half, WEDNESDAY))
    async with database.read() as session:
        draft, handed_in = await HOLDING.records(session, "m1")
    assert draft["培训科目"] == "电焊工"
    assert handed_in["状态"] == "审核中"
    assert (handed_in["姓名"], handed_in["情况"], handed_in["材料"]) == ("王小明", "父亲住院", "1 张照片")
    assert one.title in handed_in["申请"]


async def test_what_was_paid_stays_without_its_member(database: Database) -> None:
    await opened(database, budget_yuan=1000)
    one = (await hand_in(database)).application
    await verb(database, service.approve, one.id, staff="李", amount_yuan=600, key="a")
    await verb(database, service.fulfil, one.id, staff="李", key="f")

    [sentence] = await erase(database)

    assert one.number in sentence
    assert "会计档案" in sentence
    [kept] = await rows(database)
    assert (kept.amount_yuan, kept.number, kept.status) == (600, one.number, "fulfilled")
    assert [kept.member_id, kept.name, kept.phone, kept.answers, kept.papers, kept.reason] == [None] * 6
    assert one.key != kept.key


async def test_everything_else_is_gone_and_what_was_granted_is_given_back(database: Database) -> None:
    await opened(database, budget_yuan=1000)
    await opened(database, "skills")
    granted = (await hand_in(database)).application
    await verb(database, service.approve, granted.id, staff="李", amount_yuan=600, key="a")
    half = told(SKILLS)
    await database.transact(lambda s: service.save_draft(s, "m1", "skills", "skills", half, WEDNESDAY))

    assert await erase(database) == []

    assert await rows(database) == []
    async with database.read() as session:
        assert list(await session.scalars(select(ApplicationDraft))) == []
        assert list(await session.scalars(select(ApplicationStep))) == []
        one = await session.get_one(ApplicationRound, "hardship")
    assert (one.granted, one.spent_yuan) == (0, 0)


async def test_others_are_not_touched(database: Database) -> None:
    await opened(database)
    await hand_in(database, "m1")
    await hand_in(database, "m2")
    await erase(database, "m1")
    assert [one.member_id for one in await rows(database)] == ["m2"]
