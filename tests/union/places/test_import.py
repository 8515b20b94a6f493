"""Lists of places that clerks bring: what is taken, what is named and left out."""

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from base.database import Database
from base.errors import UserError
from tests.conftest import WEDNESDAY
from union.places.entry import NEEDED, read_entry
from union.places.live import LivePlaces
from union.places.models import Place
from union.places.service import Imported, import_places, remove_source
from union.places.table import read_table

GOOD = {
    "类型": "驿站",
    "名称": "测试驿站",
    "地址": "测试路 1 号",
    "市": "杭州市",
    "区县": "上城区",
    "纬度": "30.25",
    "经度": "120.16",
    "开放时间": "Mo-Fr 08:30-17:30; PH off",
    "设施": "热水，空调; 充电",
    "电话": "0571-12345678",
    "来源": "测试总工会网站",
    "截至": "2026年11月",
}


def changed(**cells: str) -> dict[str, str]:
    return GOOD | cells


def test_a_row_becomes_a_place() -> None:
    values = read_entry(GOOD)
    assert isinstance(values, dict)
    assert (values["kind"], values["latitude"], values["as_of"]) == ("station", 30.25, "2026-11")
    assert values["facilities"] == "热水、空调、充电"
    assert values["hours_text"] == "周一至周五 08:30-17:30；节假日休息"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"来源": ""}, "没有填：来源"),
        ({"类型": "厕所"}, "类型只能是"),
        ({"纬度": "三十"}, "不是数字"),
        ({"纬度": "nan"}, "超出范围"),
        ({"纬度": "0", "经度": "0"}, "是 0"),
        ({"纬度": "51.5", "经度": "-0.12"}, "不在中国"),
        ({"坐标系": "WGS-84"}, "GCJ-02"),
        ({"开放时间": "朝九晚五"}, "开放时间看不懂"),
        ({"电话": "找老王"}, "电话看不懂"),
        ({"截至": "去年"}, "截至看不懂"),
        ({"截至": "2026-13"}, "截至看不懂"),
        ({"名称": "长" * 65}, "名称太长"),
        ({"设施": "、".join(str(n) for n in range(100))}, "设施太长"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(cells: dict[str, str], reason: str) -> None:
    said = read_entry(changed(**cells))
    assert isinstance(said, str)
    assert reason in said


async def run(database: Database, *rows: dict[str, str], **options: Any) -> Imported:
    numbered = list(enumerate(rows, 2))
    return await database.transact(lambda s: import_places(s, "list.csv", numbered, WEDNESDAY, **options))


async def test_a_second_import_changes_only_what_is_different(database: Database) -> None:
    other = changed(名称="另一个驿站")
    assert (await run(database, GOOD, other)).added == 2
    again = await run(database, changed(电话="0571-87654321"), other)
    assert (again.added, again.changed, again.same) == (0, 1, 1)
    async with database.read() as session:
        phones = (await session.scalars(select(Place.phone).order_by(Place.phone))).all()
    assert phones == ["0571-12345678", "0571-87654321"]


async def test_a_row_that_comes_twice_is_taken_once(database: Database) -> None:
    result = await run(database, GOOD, GOOD)
    assert (result.added, result.bad) == (1, [(3, "和第 2 行重复")])


async def test_replacing_takes_out_what_the_same_source_no_longer_has(database: Database) -> None:
    await run(database, GOOD, changed(名称="关掉的驿站"), changed(来源="别处"))
    assert (await run(database, GOOD, replace=True)).removed == 1
    async with database.read() as session:
        assert len((await session.scalars(select(Place.id))).all()) == 2


async def test_a_bad_row_keeps_replacing_from_removing_the_place_it_stands_for(database: Database) -> None:
    await run(database, GOOD, changed(名称="另一个驿站"))
    result = await run(database, GOOD, changed(名称="另一个驿站", 纬度="x"), replace=True)
    assert (result.removed, len(result.bad)) == (0, 1)


async def test_processes_take_a_new_list_up_by_themselves(database: Database) -> None:
    live = LivePlaces(database)
    assert not (await live.index()).spots
    await run(database, GOOD)
    assert [spot.name for spot in (await live.index()).spots] == ["测试驿站"]
    await database.transact(lambda s: remove_source(s, GOOD["来源"], WEDNESDAY))
    assert not (await live.index()).spots


def as_csv(path: Path, encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, GOOD)
        writer.writeheader()
        writer.writerow(GOOD)
        file.write("\n,,,\n")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_csv_of_any_office_is_read(tmp_path: Path, encoding: str) -> None:
    assert list(read_table(as_csv(tmp_path / "list.csv", encoding), NEEDED)) == [(2, GOOD)]


def test_an_xlsx_is_read_with_numbers_and_without_errors_in_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*NEEDED, "电话", "", "编号"])
    sheet.append(["驿站", " 测试 ", "路", "杭州市", 30.25, 120.0, "来源", "2026-11", "#N/A", "乱", 7.0])
    sheet.append([None] * 9)
    book.save(tmp_path / "list.xlsx")
    [(number, row)] = read_table(tmp_path / "list.xlsx", NEEDED)
    assert number == 2
    assert (row["纬度"], row["经度"], row["电话"], row["名称"], row["编号"]) == ("30.25", "120", "", "测试", "7")


def test_a_file_that_is_no_such_table_is_refused_in_one_line(tmp_path: Path) -> None:
    for name, content, reason in (
        ("a.xlsx", b"PK no zip", "neither an xlsx nor a csv"),
        ("b.csv", b"\xff\xfe\x00\x01\xff\xff", "neither UTF-8 nor GBK"),
        ("c.csv", "名称,地址\nx,y".encode(), "lacks the columns 类型、市"),
        ("d.csv", b"", "lacks the columns"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError, match=reason):
            list(read_table(tmp_path / name, NEEDED))
    with pytest.raises(UserError, match="no such file"):
        list(read_table(tmp_path / "e.csv", NEEDED))
