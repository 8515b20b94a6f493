"""A small knowledge base for each test of the folder."""

from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.content import Content
from knowledge.guides import Guide
from knowledge.importing import import_content
from knowledge.learning.models import UnansweredQuestion
from knowledge.models import KnowledgeEntry, KnowledgeVersion
from knowledge.rights import Hotline, Right
from tests.console.conftest import Stage
from tests.knowledge.entries import guide, hotline, program, right

CONTENT = Content(
    (
        program(questions=["月湖书房几点开门"], reviewed="2026-10"),
        program(id="west-gym", name="西湖健身房", area={"city": "杭州市"}),
    ),
    (Right.model_validate(right()),),
    (Hotline.model_validate(hotline(id="union", number="12351", name="职工热线", reviewed="2025-12")),),
    (Guide.model_validate(guide()),),
)


async def empty(stage: Stage) -> None:
    """No entries and no questions."""

    async def work(session: AsyncSession) -> None:
        for table in (KnowledgeEntry, KnowledgeVersion, UnansweredQuestion):
            await session.execute(delete(table))

    await stage.deps.database.transact(work)


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def entries(stage: Stage) -> AsyncIterator[None]:
    """Every test begins with CONTENT; one console serves them all."""
    await empty(stage)
    await stage.deps.database.transact(lambda s: import_content(s, CONTENT, stage.clock.now()))
    yield
    await empty(stage)
