"""A question that was not answered well is kept for staff, with the turn that could not answer it."""

import pytest

from knowledge.learning.service import question_groups
from tests.bot.conftest import Room

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_what_the_facts_do_not_know_is_kept_and_what_they_know_is_not(room: Room) -> None:
    member = await room.newcomer()
    unknown, known = "文成县工会有没有电影票团购", "小营的相亲工作站每周哪几天有人"
    assert (await room.say(member, unknown)).understanding.outcome == "not_found"
    assert (await room.say(member, known)).understanding.outcome == "answered"

    async with room.parts.database.read() as session:
        kept = [text for group in await question_groups(session) for text in group.texts]

    assert unknown in kept
    assert known not in kept
