"""`unionbot places`: a list of places is brought in, and what was wrong with it is said."""

from pathlib import Path

import pytest

from tests.app.conftest import Run

HEADER = "类型,名称,地址,市,区县,纬度,经度,开放时间,来源,截至\n"
GOOD = "驿站,测试驿站,测试路 1 号,杭州市,上城区,30.25,120.16,24/7,测试总工会,2026-11\n"
BAD = "驿站,倒着写的驿站,测试路 2 号,杭州市,上城区,120.16,30.25,24/7,测试总工会,2026-11\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + GOOD + BAD, encoding="gb18030")
    return path


def test_good_rows_are_taken_and_bad_ones_named(run: Run, file: Path) -> None:
    done = run("places", "import", str(file))
    assert done.status == 0
    assert "第 3 行：纬度或经度超出范围" in done.out
    assert "新增 1，更新 0，不变 0，删去 0，跳过 1 行" in done.out
    listed = run("places", "list")
    assert "测试总工会（截至 2026-11）：1 个" in listed.out


def test_a_file_with_wrong_columns_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("名称,电话\n驿站,1\n", encoding="utf-8")
    done = run("places", "import", str(tmp_path / "wrong.csv"))
    assert done.status == 1
    assert "lacks the columns 类型、地址、市、纬度、经度、来源、截至" in done.line


def test_a_file_without_a_good_row_is_a_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(HEADER + BAD, encoding="utf-8")
    done = run("places", "import", str(tmp_path / "bad.csv"))
    assert done.status == 1
    assert "第 2 行" in done.out
    (tmp_path / "empty.csv").write_text(HEADER, encoding="utf-8")
    assert run("places", "import", str(tmp_path / "empty.csv")).status == 1
