"""Commands on unions, rosters and binding codes."""

import csv
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.app.conftest import Run
from tests.union.roster.files import csv_file, person
from union.roster.files.headings import find_header
from union.roster.files.sheet import open_sheet

UNIONS = """
unions:
  - {id: zhenhai, name: 镇海区总工会, level: district, below: [{id: port, name: 码头工会, level: company}]}
  - {id: longyou, name: 龙游县总工会, level: district}
alliances: [[zhenhai, longyou]]
"""


@pytest.fixture
def unions(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "unions.yml"
    path.write_text(UNIONS, encoding="utf-8")
    assert run("members", "unions", str(path)).out == "工会：3 家\n"


def test_the_tree_is_shown_and_what_is_wrong_with_a_file_said_in_a_line(run: Run, unions: None, tmp_path: Path) -> None:
    assert run("members", "unions").out == "龙游县总工会（longyou）\n镇海区总工会（zhenhai）\n  码头工会（port）\n"
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("unions: [{id: x, name: x, level: village}]", encoding="utf-8")
    ran = run("members", "unions", str(wrong))
    assert (ran.status, "unions.0.level" in ran.line) == (1, True)
    wrong.write_text("unions: []\nalliances: [[zhenhai, nowhere]]", encoding="utf-8")
    assert "nowhere" in run("members", "unions", str(wrong)).line


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_import_says_what_was_done_and_reports_bad_lines(
    run: Run, unions: None, tmp_path: Path, suffix: str
) -> None:
    path = csv_file(tmp_path / "a.csv", [person(1), person(2, 手机号="1"), person(3)])
    report = tmp_path / f"bad{suffix}"

    tried = run("members", "import", str(path), "--union", "zhenhai", "--dry-run")
    done = run("members", "import", str(path), "--union", "码头工会", "--report", str(report))
    again = run("members", "import", str(path), "--union", "zhenhai")

    assert "试运行" in tried.out
    assert "共 3 行，新增 2，更新 0，没有变化 0，没有导入 1。" in tried.out
    assert "新增 2" in done.out
    assert "第 3 行 手机号：不是 11 位手机号" in done.out
    assert "更新 2" in again.out  # without a column for it all are at the union that was named
    if suffix == ".csv":
        lines = list(csv.reader(report.read_text("utf-8-sig").splitlines()))
    else:
        lines = [[str(value) for value in row] for row in load_workbook(report).worksheets[0].values]
    assert lines == [["行号", "列", "原因"], ["3", "手机号", "不是 11 位手机号"]]


def test_wrong_use_is_one_line(run: Run, unions: None, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [person(1)])
    assert "no union nowhere" in run("members", "import", str(path), "--union", "nowhere").line
    assert "such file" in run("members", "import", "none.csv", "--union", "zhenhai").line
    assert ".xlsx or .csv" in run("members", "import", str(path), "--union", "zhenhai", "--report", "x.doc").line
    assert "--card or --union" in run("members", "code").line
    assert "--out" in run("members", "code", "--union", "zhenhai").line
    assert "no member" in run("members", "code", "--card", "99999").line.lower()


def test_codes_for_one_and_for_all_who_are_not_bound(run: Run, unions: None, tmp_path: Path) -> None:
    path, out = csv_file(tmp_path / "a.csv", [person(1), person(2)]), tmp_path / "codes.csv"
    run("members", "import", str(path), "--union", "port")

    assert re.search(
        r"（码头工会）的绑定码：\w{4}-\w{4}，", run("members", "code", "--card", "C000001", "--release").out
    )
    assert "绑定码：2 个" in run("members", "code", "--union", "zhenhai", "--out", str(out)).out
    headings, *lines = csv.reader(out.read_text("utf-8-sig").splitlines())
    assert headings == ["工会", "姓名", "绑定码", "有效期至"]
    assert len(lines) == 2


def test_the_template_is_read_as_a_roster(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    assert run("members", "template", str(path)).status == 0
    header = find_header([next(open_sheet(path).lines)])
    assert header.missing == []
    assert header.unknown == ()
