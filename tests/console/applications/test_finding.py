"""Applications found and taken away, and 入会 granted, in real Chromium."""

import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.pressing import choose, press, told, yes
from tests.console.scoped import staff_of_zhenhai
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.applications.helpers import hand_in, opened
from tests.union.roster.helpers import TREE
from union.applications import service
from union.applications.models import Application, ApplicationRound
from union.audit.models import AuditEntry
from union.roster.models import RosterBinding, RosterEntry, Union
from union.roster.service import memberships, put_unions

pytestmark = pytest.mark.asyncio(loop_scope="session")
JOIN = {"group": "新就业形态", "job": "外卖骑手", "place": "湖滨街道"}


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def unions(stage: Stage) -> AsyncIterator[None]:
    """The tree of the tests of the roster; nobody on it and no application afterwards."""
    await stage.deps.database.transact(lambda s: put_unions(s, TREE))
    yield

    async def work(session: AsyncSession) -> None:
        for table in (Application, ApplicationRound, RosterBinding, RosterEntry):
            await session.execute(delete(table))
        ids = [place.id for place in TREE]
        for place in reversed(TREE):
            assert place.id in ids
            await session.execute(delete(Union).where(Union.id == place.id))

    await stage.deps.database.transact(work)


async def applied(stage: Stage, kind: str = "join") -> tuple[str, Application]:
    """Somebody applied in a round of their own."""
    await opened(stage.deps.database, kind)
    member = await stage.member()
    done = await hand_in(stage.deps.database, member, kind, JOIN, now=stage.clock.now())
    assert isinstance(done, service.Submitted), done
    return member, done.application


async def test_who_is_let_in_stands_on_the_roster(stage: Stage, context: BrowserContext) -> None:
    member, one = await applied(stage)
    name = await stage.staff("入会员")
    page = await sign_in(context, name, f"/console/applications/{one.number}")
    await press(page, "通过")
    await page.get_by_label("进哪个工会").fill("湖滨")
    await yes(page, "通过")
    await expect(page.get_by_text("有好几个：湖滨街道总工会、湖滨骑手工会。请写全称。")).to_be_visible()
    await look_at(page, "application-join")
    await page.get_by_label("进哪个工会").fill("湖滨骑手工会")
    await yes(page, "通过")
    await expect(page.locator(".chip", has_text="已通过")).to_be_visible()
    async with stage.deps.database.read() as session:
        [mine] = await memberships(session, member)
    assert mine.unions[-1].id == "riders"
    assert any(mine.record.card in text for text in await told(stage, member, "benefits.decided"))


async def test_applications_are_found_and_taken_away(stage: Stage, context: BrowserContext) -> None:
    _, one = await applied(stage)
    name = await stage.staff("查找员")
    page = await sign_in(context, name, "/console/applications")
    await page.get_by_role("link", name="查找和导出").click()
    await expect(page.locator(".row-line", has_text=one.number)).to_contain_text("王**")
    await choose(page, "状态", "已通过")
    await expect(page.get_by_text("没有这样的申请")).to_be_visible()
    await choose(page, "状态", "审核中")
    await expect(page.locator(".row-line")).to_have_count(1)
    await look_at(page, "applications-find")
    await press(page, "导出")
    async with page.expect_download() as waiting:
        await yes(page, "导出")
    path = await (await waiting.value).path()
    sheet = load_workbook(io.BytesIO(path.read_bytes())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["编号", one.number]
    async with stage.deps.database.read() as session:
        what = await session.scalars(select(AuditEntry.what).where(AuditEntry.staff == name))
        assert "导出申请名单" in set(what)


async def test_a_clerk_of_another_union_finds_none(stage: Stage, context: BrowserContext) -> None:
    _, one = await applied(stage)
    page = await sign_in(context, await staff_of_zhenhai(stage, "镇海申请"), "/console/applications/find")
    await expect(page.get_by_text("没有这样的申请")).to_be_visible()
    assert one.number not in await page.content()
