"""Rosters in real Chromium: the tree, a file looked at and entered, codes, and who may not."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import Stage
from tests.console.members.people import clerk_of, on_the_roster, plant
from tests.console.pressing import choose, downloaded, press, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from tests.union.roster.files import HEADINGS, csv_file, person, workbook
from union.roster.models import RosterEntry, Union
from union.roster.runs import SILENT
from union.roster.runs_models import RosterImport

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def no_other_imports(stage: Stage) -> AsyncIterator[None]:
    yield
    await stage.deps.database.transact(lambda s: s.execute(delete(RosterImport)))


async def count(stage: Stage, union: str) -> int:
    async with stage.deps.database.read() as session:
        query = select(func.count()).where(RosterEntry.union_id == union, RosterEntry.left_at.is_(None))
        return await session.scalar(query) or 0


async def upload(page: Page, path: Path) -> None:
    await page.locator("input[type=file]").set_input_files(path)


async def test_the_tree_is_read_and_changed_by_form(stage: Stage, context: BrowserContext) -> None:
    await plant(stage)
    name = await stage.staff("组织员", "admin")
    await on_the_roster(stage, "44010001", "13800001001")
    page = await sign_in(context, name, "/console/roster")
    await expect(page.locator(".row-line", has_text="湖滨街道总工会")).to_be_visible()
    await look_at(page, "roster")
    await page.get_by_role("button", name="新增工会").click()
    await page.get_by_label("名称").fill("望江街道总工会")
    await choose(page, "上级", "杭州市总工会")
    await page.get_by_role("button", name="新增", exact=True).click()
    await expect(page.locator("h1", has_text="望江街道总工会")).to_be_visible()
    await page.get_by_label("和哪家结对").fill("紫阳")
    await page.get_by_role("option", name="紫阳街道总工会").click()
    await page.get_by_role("button", name="结对", exact=True).click()
    await expect(page.get_by_role("button", name="和紫阳街道总工会解除结对")).to_be_visible()
    await look_at(page, "roster-union")
    await page.get_by_label("名称").fill("紫阳街道总工会")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("同一个上级下面已经有这个名称的工会。")).to_be_visible()
    await page.get_by_role("button", name="和紫阳街道总工会解除结对").click()
    await expect(page.get_by_role("button", name="和紫阳街道总工会解除结对")).to_have_count(0)
    await press(page, "删除工会")
    await yes(page, "删除")
    await expect(page.locator(".row-line", has_text="望江街道总工会")).to_have_count(0)


async def test_a_roster_is_looked_at_then_entered_though_the_page_is_closed(
    stage: Stage, context: BrowserContext, tmp_path: Path
) -> None:
    await plant(stage)
    name = await stage.staff("导入员", "admin")
    before = await count(stage, "ziyang")
    rows = [HEADINGS, *(person(number) for number in range(1, 700)), person(700, 手机号="12"), person(1)]
    path = workbook(tmp_path / "会员名册.xlsx", rows)
    page = await sign_in(context, name, "/console/roster/ziyang")
    await upload(page, path)
    await expect(page.get_by_text("检查完，等您确认")).to_be_visible()
    await expect(page.get_by_text("会新增 699 人")).to_be_visible()
    await expect(page.get_by_text("第 701 行，手机号：不是 11 位手机号")).to_be_visible()
    assert "13800100001" not in await page.content()
    assert await count(stage, "ziyang") == before
    await look_at(page, "roster-import")
    file = await downloaded(page, lambda: page.get_by_role("button", name="下载不能写入的行").click())
    report = load_workbook(BytesIO(file)).active
    assert report is not None and report.max_row == 3

    await press(page, "写入名册")
    await yes(page, "写入名册")
    await page.close()  # it goes on
    page = await context.new_page()
    await page.goto("/console/roster")
    row = page.locator(".row-line", has_text="会员名册.xlsx")
    await expect(row).to_contain_text("已写入")
    await row.get_by_role("link").click()
    await expect(page.get_by_text("新增 699 人")).to_be_visible()
    assert await count(stage, "ziyang") == before + 699
    assert list((stage.deps.settings.var / "rosters").iterdir()) == []  # the file is gone


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("名册.xlsx", b"no workbook at all", "这个文件打不开"),
        ("名册.pdf", b"%PDF-1.4", "只能用 .xlsx 或 .csv 文件"),
        ("名册.csv", "姓名,年龄\r\n王一,3\r\n".encode("gb18030"), "缺少这些列：手机号、会员卡号"),
    ],
)
async def test_what_is_no_roster_is_said_plainly(
    stage: Stage, context: BrowserContext, tmp_path: Path, file: str, content: bytes, said: str
) -> None:
    await plant(stage)
    name = await stage.staff(f"错件员{file}"[:20] + said[:2], "admin")
    path = tmp_path / file
    path.write_bytes(content)
    page = await sign_in(context, name, "/console/roster/hubin")
    await upload(page, path)
    await expect(page.get_by_text(said)).to_be_visible()
    await expect(page.get_by_text("没有成功")).to_be_visible()
    await expect(page.get_by_role("button", name="写入名册")).to_be_hidden()


async def test_an_import_whose_process_died_is_run_again(stage: Stage, context: BrowserContext, tmp_path: Path) -> None:
    await plant(stage)
    name = await stage.staff("中断员", "admin")
    page = await sign_in(context, name, "/console/roster/hubin")
    await upload(page, csv_file(tmp_path / "短.csv", [person(801)], "gb18030"))
    await expect(page.get_by_text("检查完，等您确认")).to_be_visible()
    died = update(RosterImport).values(state="entering", beat_at=stage.clock.now() - SILENT)
    await stage.deps.database.transact(lambda s: s.execute(died))
    await page.reload()
    await expect(page.locator(".chip", has_text="中断")).to_be_visible()
    await look_at(page, "roster-broken-off")
    await page.get_by_role("button", name="重新开始").click()
    await expect(page.locator(".chip", has_text="已写入")).to_be_visible()
    await expect(page.get_by_text("新增 1 人")).to_be_visible()


async def test_codes_are_given_out_as_a_sheet_and_to_print(stage: Stage, context: BrowserContext) -> None:
    await plant(stage)

    async def planted(session: AsyncSession) -> None:
        if await session.get(Union, "codes") is None:
            session.add(
                Union(id="codes", name="发码工会", level="company", parent_id="hangzhou", path="hangzhou/codes/")
            )

    await stage.deps.database.transact(planted)
    await on_the_roster(stage, "44020001", "13800002001", "=王明", "codes")
    name = await stage.staff("发码员", "admin")
    page = await sign_in(context, name, "/console/roster/codes")
    await press(page, "发绑定码")
    file = await downloaded(page, lambda: yes(page, "发码并下载"))
    sheet = load_workbook(BytesIO(file)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == ["发码工会", "'=王明"]
    await expect(page.locator(".slip .code")).to_have_count(1)
    await look_at(page, "roster-codes")
    await press(page, "导出名册")
    file = await downloaded(page, lambda: yes(page, "导出"))
    exported = load_workbook(BytesIO(file)).active
    assert exported is not None and exported.max_row == 2


async def test_staff_of_one_union_see_neither_others_nor_their_files(stage: Stage, context: BrowserContext) -> None:
    name = await clerk_of(stage, "湖滨管理员", "hubin", "admin")
    run = RosterImport(id="0" * 32, union_id="ziyang", file="别家.xlsx", full=False, state="looked", staff="别人")
    run.started_at = run.beat_at = stage.clock.now()

    async def work(session: AsyncSession) -> None:
        session.add(run)

    await stage.deps.database.transact(work)
    page = await sign_in(context, name, "/console/roster")
    await expect(page.locator(".row-line")).to_have_count(1)
    await expect(page.locator(".row-line")).to_contain_text("湖滨街道总工会")
    await page.goto("/console/roster/ziyang")
    await expect(page.get_by_text("没有找到这家工会")).to_be_visible()
    await page.goto(f"/console/roster/imports/{'0' * 32}")
    await expect(page.get_by_text("没有找到这次导入")).to_be_visible()
    agent = await stage.staff("普通员")
    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_text("请用工作人员账号登录")).to_be_visible()
    page = await context.new_page()
    await page.goto("/console/roster")
    await page.get_by_label("账号").fill(agent)
    await page.get_by_label("密码", exact=True).fill("console-test-1")
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_text("这一页不对您开放")).to_be_visible()
