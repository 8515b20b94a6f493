"""Rest and recreation in real Chromium: places handed out, a member's ledger, and grants by a table."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import Workbook, load_workbook
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Base
from tests.console.conftest import Stage
from tests.console.door.helpers import clear, clerk_elsewhere, ready
from tests.console.pressing import choose, press, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.conftest import add_rows
from tests.union.events.helpers import book, quotas
from tests.union.excursions.helpers import DAY, KIND, TERMS, batch, left
from tests.union.roster.helpers import CARD, PHONE, WANG, add, plant, try_to_bind
from union.events.models import Booking
from union.events.service import Booked
from union.excursions import service as excursions
from union.excursions.models import Allotment, BatchStep, Entitlement, EntitlementEntry, EntitlementRules
from union.excursions.service import Amount
from union.roster.models import BindingTry, RosterBinding, RosterEntry
from union.roster.service import Bound, Record

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def nobody_travels(stage: Stage) -> AsyncIterator[None]:
    yield

    async def work(session: AsyncSession) -> None:
        tables: list[type[Base]] = [Allotment, BatchStep, EntitlementEntry, Entitlement, EntitlementRules]
        tables += [BindingTry, RosterBinding, RosterEntry]
        for table in tables:
            await session.execute(delete(table))

    await stage.deps.database.transact(work)
    await clear(stage)


async def opened(stage: Stage) -> None:
    """The terms, and a batch of four whose group needs three."""
    database, now = stage.deps.database, stage.clock.now()
    await database.transact(lambda s: excursions.set_terms(s, KIND, TERMS))
    group: dict[str, Any] = {"min_group": 3, "group_deadline": now + 7 * DAY}
    await add_rows(database, batch(capacity=4, starts=now + 14 * DAY, title="千岛湖五日", **group))


async def wang(stage: Stage) -> str:
    """王芳 of 湖滨街道, bound; 李四 is on the roster only."""
    await plant(stage.deps.database)
    await add(stage.deps.database, ("hubin", WANG), ("hubin", Record("李四", "33010002", "13900139002")))
    member = await stage.member()
    assert isinstance(await try_to_bind(stage.deps.database, member, key=member), Bound)
    return member


async def test_places_are_handed_to_a_branch_union(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("疗养员", "organiser")
    page = await sign_in(context, name, "/console/excursions")
    await expect(page.get_by_text("没有将要出发的批次。")).to_be_visible()
    await look_at(page, "excursions-empty")
    await opened(stage)
    database = stage.deps.database
    member = await stage.member("赵六")
    made = await book(database, member, event_id="b1", name="赵六", now=stage.clock.now())
    assert isinstance(made, Booked)
    until = stage.clock.now() + DAY
    offered = update(Booking).where(Booking.id == made.booking.id).values(status="offered", until=until)
    await database.transact(lambda s: s.execute(offered))
    await page.reload()
    row = page.locator(".row-line", has_text="千岛湖五日")
    await expect(row).to_contain_text("还差 3 人成团")
    await expect(row).to_contain_text("1 人待答复")
    await expect(row).to_contain_text("已报 1 / 4 人　成团截止 11月25日（周三）10:00")
    await look_at(page, "excursions")

    await row.get_by_role("link").click()
    await expect(page.locator(".facts")).to_contain_text("系统会自动取消这一批")
    await ready(page)
    await expect(page.get_by_text("赵* · 1 人 · 候补到号")).to_be_visible()
    await press(page, "分配名额")
    await page.get_by_label("分工会名称").fill("东分会")
    await page.get_by_label("一共给多少个名额").fill("九")
    await page.get_by_label("没用完的什么时候收回").fill("2026-11-23T18:00")
    await yes(page, "分配")
    await expect(page.get_by_text("请写分工会名称、名额（整数）和收回时间。")).to_be_visible()
    await page.get_by_label("一共给多少个名额").fill("9")
    await yes(page, "分配")
    await expect(page.get_by_text("公共名额只剩 3 个，分不出这么多。")).to_be_visible()
    await page.get_by_label("一共给多少个名额").fill("2")
    await yes(page, "分配")
    await expect(page.locator(".row-work", has_text="东分会")).to_contain_text("已报 0 / 2 人")
    await expect(page.get_by_text("今天 10:00　疗养员　分给东分会 2 个名额")).to_be_visible()
    await look_at(page, "excursions-batch")
    assert await quotas(database) == {"total": (1, 2), "allotted:东分会": (0, 2)}

    await page.get_by_role("button", name="改数量").click()
    await expect(page.get_by_label("分工会名称")).to_have_value("东分会")
    await expect(page.get_by_label("没用完的什么时候收回")).to_have_value("")
    await page.get_by_label("一共给多少个名额").fill("1")
    await page.get_by_label("没用完的什么时候收回").fill("2026-11-23T18:00")
    await yes(page, "分配")
    await expect(page.locator(".row-work", has_text="东分会")).to_contain_text("已报 0 / 1 人")


async def test_a_member_is_found_and_their_ledger_changed(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("台账员", "organiser")
    await opened(stage)
    member = await wang(stage)
    page = await sign_in(context, name, "/console/excursions/members")
    await ready(page)
    await page.get_by_label("手机号、会员卡号或签到码").fill("13900139002")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("没有找到。请核对号码")).to_be_visible()
    await page.get_by_label("手机号、会员卡号或签到码").fill(PHONE)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("疗休养，2026 年：还剩 5 天，3000 元，2 次")).to_be_visible()
    await expect(page.get_by_text("杭州市总工会 › 上城区总工会 › 湖滨街道总工会")).to_be_visible()
    await ready(page)
    assert "王芳" not in await page.content()
    assert PHONE not in page.url
    await page.get_by_role("button", name="查看会员的姓名和手机").click()
    await expect(page.get_by_text(f"王芳　{PHONE}")).to_be_visible()

    await press(page, "发放或收回")
    await yes(page, "确定")
    await expect(page.get_by_text("请在天数、补贴、次数里至少写一个整数。")).to_be_visible()
    await page.get_by_label("天数").fill("2")
    await yes(page, "确定")
    await expect(page.get_by_text("疗休养，2026 年：还剩 7 天，3000 元，2 次")).to_be_visible()
    await press(page, "发放或收回")
    await choose(page, "增加还是收回", "收回")
    await page.get_by_label("补贴（元）").fill("9000")
    await yes(page, "确定")
    await expect(page.get_by_text("不能少于已经用掉的：7 天，3000 元，2 次。")).to_be_visible()
    await page.get_by_label("补贴（元）").fill("1000")
    await yes(page, "确定")
    await expect(page.locator(".facts").last).to_contain_text("−1000 元")
    await look_at(page, "excursions-ledger")
    assert await left(stage.deps.database, member) == Amount(7, 2000, 2)


def table(path: Path, *rows: tuple[str | int, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("会员卡号或手机号", "天数", "补贴（元）", "次数"), *rows):
        sheet.append(row)
    book.save(path)
    return path


async def test_a_table_is_checked_and_granted_once(stage: Stage, context: BrowserContext, tmp_path: Path) -> None:
    name = await stage.staff("发放员", "organiser")
    await opened(stage)
    member = await wang(stage)
    page = await sign_in(context, name, "/console/excursions/import")
    await ready(page)
    async with page.expect_download() as file:
        await page.get_by_role("button", name="下载模板").click()
    template = load_workbook(BytesIO((await (await file.value).path()).read_bytes()))
    header = next(template.worksheets[0].iter_rows(values_only=True))
    assert header == ("会员卡号或手机号", "天数", "补贴（元）", "次数")

    async def bring(path: Path) -> None:
        async with page.expect_file_chooser() as chooser:
            await page.get_by_role("button", name="选择填好的表格").click()
        await (await chooser.value).set_files(path)

    picture = tmp_path / "picture.xlsx"
    picture.write_bytes(b"\x89PNG no table")
    await bring(picture)
    await expect(page.get_by_text("这个文件读不出来。")).to_be_visible()
    await bring(table(tmp_path / "bad.xlsx", (int(CARD), 2, 1200), ("13900139002", 1), ("", 1)))
    await expect(page.get_by_text("有 2 行不对，改好后重新选择表格。其余 1 行没有问题。")).to_be_visible()
    await expect(page.get_by_text("第 3 行：名册里有这位会员，但还没有绑定微信")).to_be_visible()
    await expect(page.get_by_text("第 4 行：没有填会员卡号或手机号")).to_be_visible()
    await expect(page.get_by_role("button", name="发放给")).to_be_hidden()
    await look_at(page, "excursions-import")
    good = table(tmp_path / "good.xlsx", (int(CARD), 2, 1200))
    for _ in range(2):
        await bring(good)
        await expect(page.get_by_text("检查通过：1 位会员，共 2 天、1200 元、0 次。")).to_be_visible()
        await press(page, "发放给 1 位会员")
        await yes(page, "发放")
        await expect(page.get_by_text("每位会员的明细在“会员额度”里")).to_be_visible()
    assert await left(stage.deps.database, member) == Amount(7, 4200, 2)


async def test_the_terms_are_set_by_staff_of_all_unions(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("规定员", "organiser")
    page = await sign_in(context, name, "/console/excursions/rules")
    await ready(page)
    await expect(page.get_by_text("还没有规定。")).to_be_visible()
    await page.get_by_label("每个周期多少天").fill("五天")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("请写 0 到 366 的整数。")).to_be_visible()
    await page.get_by_label("每个周期多少天").fill("5")
    await page.get_by_label("没用完的最多结转几天").fill("2")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("每年 5 天、0 元，最多分 2 次；没用完的最多结转 2 天")).to_be_visible()
    await look_at(page, "excursions-rules")


async def test_staff_of_another_district_see_and_change_nothing(stage: Stage, context: BrowserContext) -> None:
    name = await clerk_elsewhere(stage, "外区疗养员")
    await opened(stage)
    member = await wang(stage)
    page = await sign_in(context, name, "/console/excursions")
    await expect(page.get_by_text("没有将要出发的批次。")).to_be_visible()
    await page.goto("/console/excursions/batches/b1")
    await expect(page.get_by_text("没有找到这一批")).to_be_visible()
    await page.goto(f"/console/excursions/members/{member}")
    await expect(page.get_by_text("没有找到这位会员")).to_be_visible()
    await page.goto("/console/excursions/members")
    await ready(page)
    await page.get_by_label("手机号、会员卡号或签到码").fill(PHONE)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("没有找到。请核对号码")).to_be_visible()
    await page.goto("/console/excursions/rules")
    await expect(page.get_by_text("由市级账号修改")).to_be_visible()
    await expect(page.get_by_role("button", name="保存")).to_have_count(0)
