"""Places in real Chromium: one by form, many by a file, within one's own area."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from playwright.async_api import BrowserContext, expect
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.spreadsheet import as_xlsx
from tests.console.conftest import Stage
from tests.console.members.people import clerk_of
from tests.console.pressing import choose, downloaded, press, yes
from tests.console.shots import look_at
from tests.console.test_browser import sign_in
from union.places.desk import COLUMNS
from union.places.live import LivePlaces
from union.places.models import Place
from union.places.service import import_places
from union.roster.models import Union

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROW = {
    "编号": "p1",
    "类型": "驿站",
    "名称": "湖滨驿站",
    "地址": "湖滨路 1 号",
    "市": "杭州市",
    "区县": "上城区",
    "街道": "湖滨街道",
    "纬度": "30.25",
    "经度": "120.16",
    "开放时间": "Mo-Fr 08:30-17:30; PH off",
    "来源": "上城区总工会",
    "截至": "2026-11",
}


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def one_place(stage: Stage) -> AsyncIterator[None]:
    await stage.deps.database.transact(lambda s: import_places(s, "test", [(2, ROW)], stage.clock.now()))
    yield
    await stage.deps.database.transact(lambda s: s.execute(delete(Place)))


async def known(stage: Stage, name: str) -> bool:
    """Whether members find it."""
    return name in {spot.name for spot in (await LivePlaces(stage.deps.database).index()).spots}


async def test_a_place_is_added_changed_and_closed(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("场所员")
    page = await sign_in(context, name, "/console/places")
    row = page.locator(".row-line", has_text="湖滨驿站")
    await expect(row).to_contain_text("现在开着")
    await expect(page.get_by_text("1 个，截至 2026-11")).to_be_visible()
    await look_at(page, "places")
    await row.get_by_role("link").click()
    await expect(page.get_by_text("现在开着，11月18日（周三）17:30 关门。")).to_be_visible()
    await press(page, "停用")
    await yes(page, "先不了")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.get_by_label("几点关门").fill("09:30")
    await expect(page.get_by_text("现在关着，11月19日（周四）08:30 开门。")).to_be_visible()
    await choose(page, "哪些天", "其他（自己写）")
    await page.get_by_label("自己写").fill("朝九晚五")
    await expect(page.get_by_text("开放时间还看不懂")).to_be_visible()
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("开放时间看不懂，请按 OpenStreetMap")).to_be_visible()
    await choose(page, "哪些天", "每天")
    await page.get_by_label("电话").fill("0571-87654321")
    await look_at(page, "place")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".row-line", has_text="每天 08:30-09:30")).to_be_visible()

    await page.locator(".row-line").get_by_role("link").click()
    href = await page.get_by_role("link", name="在地图上核对位置").get_attribute("href")
    assert href is not None and "30.250000,120.160000" in href
    await press(page, "停用")
    await yes(page, "停用")
    await expect(page.get_by_text("没有这样的场所")).to_be_visible()
    assert not await known(stage, "湖滨驿站")
    await page.get_by_role("button", name="已停用").click()
    await page.locator(".row-line").get_by_role("link").click()
    await press(page, "恢复显示")
    await yes(page, "恢复显示")
    await expect(page.locator(".row-line", has_text="湖滨驿站")).to_be_visible()
    assert await known(stage, "湖滨驿站")


async def test_a_new_place_names_what_is_missing_at_its_field(stage: Stage, context: BrowserContext) -> None:
    name = await stage.staff("新场所员")
    page = await sign_in(context, name, "/console/places/new")
    await page.get_by_label("名称").fill("望江驿站")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("请填写。")).to_have_count(5)
    for label, value in {"地址": "望江路 2 号", "市": "杭州市", "来源": "望江街道"}.items():
        await page.get_by_label(label, exact=True).fill(value)
    await page.get_by_label("纬度").fill("120.16")
    await page.get_by_label("经度").fill("30.25")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("纬度或经度超出范围")).to_be_visible()
    await look_at(page, "place-new")
    await page.get_by_label("纬度").fill("30.25")
    await page.get_by_label("经度").fill("120.16")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".row-line", has_text="望江驿站")).to_be_visible()
    assert await known(stage, "望江驿站")


async def test_a_file_is_tried_out_and_entered_with_its_bad_rows_named(
    stage: Stage, context: BrowserContext, tmp_path: Path
) -> None:
    name = await stage.staff("表格员")
    cells = [[({**ROW, **changed}).get(column, "") for column in COLUMNS] for changed in (
        {"地址": "湖滨路 3 号"}, {"编号": "p2", "名称": "新驿站"}, {"编号": "p3", "纬度": "三十"}, {"编号": "p2"},
    )]  # fmt: skip
    path = tmp_path / "场所.xlsx"
    path.write_bytes(as_xlsx([COLUMNS, *cells]))
    page = await sign_in(context, name, "/console/places/import")
    await page.locator("input[type=file]").set_input_files(path)
    await expect(page.get_by_text("会新增 1 个，会更新 1 个，没有变化 0 个，不能写入 2 行。")).to_be_visible()
    await expect(page.get_by_text("第 4 行：纬度或经度不是数字")).to_be_visible()
    assert not await known(stage, "新驿站")
    await look_at(page, "places-import")
    file = await downloaded(page, lambda: page.get_by_role("button", name="下载不能写入的行").click())
    report = load_workbook(BytesIO(file)).active
    assert report is not None and report.max_row == 3
    await page.get_by_role("button", name="写入", exact=True).click()
    await expect(page.locator(".words", has_text="已写入：新增 1 个，更新 1 个")).to_be_visible()
    assert await known(stage, "新驿站")

    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"nothing")
    await page.locator("input[type=file]").set_input_files(broken)
    await expect(page.get_by_text("这个文件打不开")).to_be_visible()
    huge = tmp_path / "大.xlsx"
    with huge.open("wb") as file_of_51_mb:
        file_of_51_mb.truncate(51_000_000)
    await page.locator("input[type=file]").set_input_files(huge)
    await expect(page.get_by_text("文件太大了（最多 50 MB）")).to_be_visible()
    await expect(page.get_by_role("button", name="写入", exact=True)).to_be_hidden()


async def test_a_clerk_of_another_district_sees_and_changes_nothing(
    stage: Stage, context: BrowserContext, tmp_path: Path
) -> None:
    name = await clerk_of(stage, "外区员", "ziyang")

    async def elsewhere(session: AsyncSession) -> None:
        await session.execute(update(Union).where(Union.id == "ziyang").values(district="西湖区"))

    await stage.deps.database.transact(elsewhere)
    page = await sign_in(context, name, "/console/places")
    await expect(page.get_by_text("没有这样的场所")).to_be_visible()
    await page.goto("/console/places/p1")
    await expect(page.get_by_text("没有找到这个场所")).to_be_visible()
    path = tmp_path / "场所.xlsx"
    path.write_bytes(as_xlsx([COLUMNS, [ROW.get(column, "") for column in COLUMNS]]))
    await page.goto("/console/places/import")
    await page.locator("input[type=file]").set_input_files(path)
    await expect(page.get_by_text("第 2 行：不在您负责的地区")).to_be_visible()
    await expect(page.get_by_role("button", name="写入", exact=True)).to_be_hidden()
