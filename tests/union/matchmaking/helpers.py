"""People to introduce, in one line each."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.coded import coded_replies
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.races import Job
from union.coded.models import ReplyCode
from union.coded.service import CodedReply
from union.matchmaking.fields import DEFAULT_MUSTS
from union.matchmaking.models import Introduction, Profile
from union.matchmaking.rounds import hold_round
from union.matchmaking.rules import Draft
from union.matchmaking.service import Refused, Saved, save_profile
from union.notices.models import Notice
from union.notices.service import NoQueue

SECRET = "喜欢在西湖边拉二胡"
VALUES = {
    "gender": "男",
    "birth_year": "1994",
    "place": "杭州市/上城区",
    "education": "本科",
    "occupation": "教师",
    "marital": "未婚",
    "want_age": "不限",
    "want_place": "不限",
    "want_education": "不限",
    "want_marital": "不限",
}


def draft(name: str = "王小明", phone: str = "13800138001", **told: str) -> Draft:
    texts = {"about": SECRET, "looking_for": "合得来"}
    return Draft(VALUES | told, texts, DEFAULT_MUSTS, name, phone)


def man(**told: str) -> Draft:
    return draft(**told)


def woman(**told: str) -> Draft:
    return replace(draft("李小红", "13900139001", gender="女"), values=VALUES | {"gender": "女"} | told)


async def save(
    database: Database, member_id: str, given: Draft, *, key: str | None = None, now: datetime = WEDNESDAY, **how: Any
) -> Saved | Refused:
    how = {"consented_at": now} | how
    return await database.transact(
        lambda s: save_profile(s, member_id, given, key=key or f"save:{member_id}", now=now, **how)
    )


async def a_pair(database: Database, now: datetime = WEDNESDAY) -> str:
    """m1 (a man) and m2 (a woman) are introduced; the introduction's id."""
    await save(database, "m1", man())
    await save(database, "m2", woman())
    result = await hold_round(database, NoQueue(), now)
    (introduction,) = result.introductions
    return introduction


async def code_of(database: Database, member_id: str) -> str:
    async with database.read() as session:
        newest = select(ReplyCode.code).where(ReplyCode.member_id == member_id).order_by(ReplyCode.created_at.desc())
        code = await session.scalar(newest.limit(1))
    assert code is not None
    return code


def replying(member_id: str, text: str, key: str, now: datetime = WEDNESDAY) -> Job[CodedReply | None]:
    desk = coded_replies()

    async def work(session: AsyncSession) -> CodedReply | None:
        return await desk.answer(session, NoQueue(), member_id, text, now, key)

    return lambda database: database.transact(work)


async def reply(database: Database, member_id: str, word: str, now: datetime = WEDNESDAY) -> str:
    """The member answers the introduction; what they hear."""
    code = await code_of(database, member_id)
    said = await replying(member_id, f"{word} {code}", f"{member_id}:{word}:{code}", now)(database)
    assert said is not None
    return said.text


async def rows(database: Database, table: type[Any]) -> list[Any]:
    async with database.read() as session:
        return list((await session.scalars(select(table))).all())


async def introduction(database: Database) -> Introduction:
    (found,) = await rows(database, Introduction)
    assert isinstance(found, Introduction)
    return found


async def profile(database: Database, member_id: str) -> Profile | None:
    async with database.read() as session:
        return await session.get(Profile, member_id)


async def told(database: Database, member_id: str) -> list[tuple[str, str]]:
    """Kinds and texts of the member's notices, oldest first."""
    mine = [notice for notice in await rows(database, Notice) if notice.member_id == member_id]
    return [(notice.kind, notice.text) for notice in sorted(mine, key=lambda one: one.id)]
