"""What was not answered well is kept without who asked, grouped, and done when an entry answers it."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from knowledge.learning.service import KEPT_FOR, forget_old, keep_question, mark_answered, question_groups


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
