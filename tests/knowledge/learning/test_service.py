"""What was not answered well is kept without who asked, grouped, and done when an entry answers it."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from knowledge.editing.within import Within
from knowledge.learning.service import (
    KEPT_FOR,
    dismiss,
    forget_old,
    group_of,
    keep_question,
    mark_answered,
    put_back,
    question_groups,
    without_numbers,
)


async def keep(database: Database, clock: FixedClock, *questions: tuple[str, str]) -> None:
    async def work(session: AsyncSession) -> None:
        for question, outcome in questions:
            await keep_question(session, question, outcome, clock.now())

    await database.transact(work)


async def test_only_what_was_not_answered_well_is_kept(database: Database, clock: FixedClock) -> None:
    await keep(
        database,
        clock,
        ("生育慰问金有吗", "not_found"),
        ("你好", "chitchat"),
        ("律师在哪", "answered"),
        ("", "not_found"),
    )

    async with database.read() as session:
        groups = await question_groups(session)

    assert [group.example for group in groups] == ["生育慰问金有吗"]


async def test_an_answered_group_is_not_shown_again(database: Database, clock: FixedClock) -> None:
    await keep(
        database,
        clock,
        ("生育慰问金有吗", "not_found"),
        ("有没有生育慰问金", "not_found"),
        ("阿巴阿巴", "not_understood"),
    )
    async with database.read() as session:
        first, *_ = await question_groups(session)

    await database.transact(lambda s: mark_answered(s, first.ids, "new-entry"))

    async with database.read() as session:
        left = await question_groups(session)
    assert (first.count, [group.example for group in left]) == (2, ["阿巴阿巴"])


async def test_old_questions_are_forgotten(database: Database, clock: FixedClock) -> None:
    await keep(database, clock, ("生育慰问金有吗", "not_found"))
    clock.move(KEPT_FOR + timedelta(days=1))

    await database.transact(lambda s: forget_old(s, clock.now()))

    async with database.read() as session:
        assert await question_groups(session) == []


async def test_the_wording_is_encrypted(database: Database, clock: FixedClock) -> None:
    await keep(database, clock, ("我叫王小明，有慰问金吗", "not_found"))

    async with database.read() as session:
        stored = await session.scalar(text("SELECT text FROM unanswered_questions"))

    assert "王小明".encode() not in bytes(stored)


async def test_what_is_put_aside_comes_back_and_is_settled_once(database: Database, clock: FixedClock) -> None:
    await keep(database, clock, ("彩票中了怎么领", "not_found"))
    async with database.read() as session:
        [group] = await question_groups(session)

    assert await database.transact(lambda s: dismiss(s, group.ids))
    assert not await database.transact(lambda s: dismiss(s, group.ids))
    assert not await database.transact(lambda s: mark_answered(s, group.ids, "late"))
    async with database.read() as session:
        assert await group_of(session, group.number) is None
        assert [one.ids for one in await question_groups(session, pile="dismissed")] == [group.ids]
    assert await database.transact(lambda s: put_back(s, group.ids))
    assert not await database.transact(lambda s: put_back(s, group.ids))
    async with database.read() as session:
        assert await group_of(session, group.number) == group


async def test_staff_of_a_place_see_the_questions_that_name_it_alone(database: Database, clock: FixedClock) -> None:
    await keep(
        database,
        clock,
        ("余姚有妈咪小屋吗", "not_found"),
        ("杭州的电影票团购在哪买", "not_found"),
        ("怎么入会", "not_understood"),
        ("余姚和杭州哪个驿站大", "not_found"),
    )

    async def seen(within: Within | None) -> set[str]:
        async with database.read() as session:
            return {group.example for group in await question_groups(session, within=within)}

    assert await seen(Within("宁波市", "余姚市")) == {"余姚有妈咪小屋吗"}
    assert await seen(Within("宁波市")) == {"余姚有妈咪小屋吗"}
    assert await seen(Within("杭州市", "上城区")) == set()
    assert await seen(Within("")) == set()
    assert len(await seen(None)) == 4


def test_long_numbers_are_left_out() -> None:
    assert without_numbers("我叫王五，138 0000-1234，身份证33010219900101123x") == "我叫王五，（号码），身份证（号码）"
    assert without_numbers("12351 几点有人，2026-11-18 去行吗，3次") == "12351 几点有人，2026-11-18 去行吗，3次"
