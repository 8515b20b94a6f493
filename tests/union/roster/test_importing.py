"""Importing roster files: what is taken, what is refused and why, and that the same file changes nothing twice."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from base.database import Database
from base.errors import UserError
from tests.conftest import WEDNESDAY
from tests.union.roster.files import HEADINGS, csv_file, person, workbook
from tests.union.roster.helpers import LIMITS, add, plant
from union.roster.entering import Problem
from union.roster.files.importing import Imported, Wish, import_roster
from union.roster.models import RosterEntry
from union.roster.record import Proof, Record
from union.roster.service import Bound, bind, find_union, standing


@pytest.fixture(autouse=True)
async def tree(database: Database, members: list[str]) -> None:
    await plant(database)


async def bring(
    database: Database, path: Path, union: str = "riders", *, days: int = 0, **wish: bool
) -> tuple[Imported, list[Problem]]:
    async with database.read() as session:
        chosen = await find_union(session, union)
    assert chosen is not None
    problems: list[Problem] = []
    now = WEDNESDAY + timedelta(days=days)
    done = await import_roster(database, path, Wish(chosen, **wish), now=now, on_problem=problems.append)
    return done, problems


async def there(database: Database, *, left: bool = False) -> int:
    async with database.read() as session:
        which = RosterEntry.left_at.is_not(None) if left else RosterEntry.left_at.is_(None)
        return await session.scalar(select(func.count()).select_from(RosterEntry).where(which)) or 0


def counts(done: Imported) -> tuple[int, int, int, int]:
    return done.added, done.changed, done.unchanged, done.refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_a_csv_in_any_usual_encoding_and_again(database: Database, tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path / "a.csv", [person(number) for number in range(1200)], encoding)

    first, _ = await bring(database, path)
    again, _ = await bring(database, path)

    assert counts(first) == (1200, 0, 0, 0)
    assert counts(again) == (0, 0, 1200, 0)
    proof = Proof("王一", "13800100000", card="C000000")
    bound = await database.transact(lambda s: bind(s, database.keyring, LIMITS, "m1", proof, key="k", now=WEDNESDAY))
    assert isinstance(bound, Bound)


async def test_a_workbook_with_a_title_a_header_of_two_lines_and_cells_of_all_kinds(
    database: Database, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["湖滨骑手工会会员名册"],
            ["姓名", "联系", None, "会员编号", "公民身份号码", "入会日期", "是否一线", "备注"],
            [None, "手机号码", "邮箱", None, None, None, None, None],
            ["王芳", 13800138000, "a@b.c", 33010001, "11010519491231002X", date(2020, 5, 1), "是", "x"],
            [None] * 8,
            ["欧阳娜娜", "138 0013 8001", None, "AB-12", None, "2020年5月", "否", None],
        ],
    )
    done, problems = await bring(database, path)

    assert (counts(done), problems) == ((2, 0, 0, 0), [])
    async with database.read() as session:
        found = [Record.from_json(p) for p in await session.scalars(select(RosterEntry.person))]
    assert Record("王芳", "33010001", "13800138000", "002X", "female", 1949, date(2020, 5, 1), True) in found
    assert Record("欧阳娜娜", "AB12", "13800138001", "", None, None, date(2020, 5, 1), False) in found


async def test_what_is_wrong_is_named_by_line_and_column_and_the_rest_is_taken(
    database: Database, tmp_path: Path
) -> None:
    await add(
        database, ("tea", Record("李雷", "TEA001", "13700137000")), ("riders", Record("韩梅", "R001", "13700137001"))
    )
    wrong: list[tuple[list[Any], str, str]] = [
        (person(1), "会员卡号", "和第 2 行的卡号重复"),
        (person(2, 手机号="13800100001"), "手机号", "和第 2 行的手机号重复"),
        (person(3, 手机号="12345"), "手机号", "11 位"),
        (person(4, 姓名=""), "姓名", "空"),
        (person(5, 会员卡号=None), "会员卡号", "空"),
        (person(6, 会员卡号="TEA001"), "会员卡号", "别的工会"),
        (person(7, 手机号="13700137001"), "手机号", "另一个卡号"),
        (person(8, 身份证后四位="12"), "", ""),  # 0012: Excel dropped the noughts
        (person(9, 身份证后四位="abcd"), "身份证后四位", "后四位"),
        (person(10, 性别="?"), "性别", "男或女"),
        (person(11, 出生年份="2025"), "出生年份", "不可能"),
        (person(12, 姓名="=HYPERLINK(1)"), "姓名", "公式"),
    ]
    path = csv_file(tmp_path / "a.csv", [person(1), *(line for line, _, _ in wrong)])

    done, problems = await bring(database, path)

    expected = [(number, column) for number, (_, column, _) in enumerate(wrong, 3) if column]
    assert [(problem.line, problem.column) for problem in problems] == expected
    assert all(
        why in problem.why or why == "后四位"
        for problem, (_, _, why) in zip(problems, [w for w in wrong if w[1]], strict=True)
    )
    assert counts(done) == (2, 0, 0, len(expected))
    assert not [problem for problem in problems if "138" in problem.why or "王" in problem.why]


async def test_formulas_errors_and_numbers_that_excel_has_rounded_are_refused(
    database: Database, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [HEADINGS, person(1, 会员卡号="=A1"), person(2, 会员卡号=330100000000000012345), person(3, 手机号="#REF!")],
    )
    done, problems = await bring(database, path)

    assert counts(done) == (0, 0, 0, 3)
    assert [problem.column for problem in problems] == ["会员卡号", "会员卡号", "手机号"]
    assert "公式" in problems[0].why
    assert "文本" in problems[1].why


async def test_known_cards_are_updated_and_a_full_list_marks_who_left(database: Database, tmp_path: Path) -> None:
    await bring(database, csv_file(tmp_path / "a.csv", [person(1), person(2), person(3)]))
    second = csv_file(tmp_path / "b.csv", [person(1, 手机号="13900139000"), person(2)])

    tried, _ = await bring(database, second, days=1, full=True, only_look=True)
    assert (counts(tried), tried.left, await there(database)) == ((0, 1, 1, 0), 1, 3)
    done, _ = await bring(database, second, days=1, full=True)
    assert (counts(done), done.left) == ((0, 1, 1, 0), 1)
    assert (await there(database), await there(database, left=True)) == (2, 1)

    back, _ = await bring(database, csv_file(tmp_path / "c.csv", [person(3)]), days=2)
    assert (counts(back), await there(database, left=True)) == ((0, 1, 0, 0), 0)


async def test_a_full_list_with_a_bad_line_marks_nobody(database: Database, tmp_path: Path) -> None:
    await bring(database, csv_file(tmp_path / "a.csv", [person(1), person(2)]))
    done, _ = await bring(database, csv_file(tmp_path / "b.csv", [person(1), person(2, 手机号="1")]), full=True)
    assert (done.left, done.spared, await there(database, left=True)) == (0, True, 0)


async def test_a_column_tells_the_union_within_the_one_that_imports(database: Database, tmp_path: Path) -> None:
    rows = [[*person(1), "湖滨骑手工会"], [*person(2), "hubin"], [*person(3), "茶业公司工会"], [*person(4), None]]
    path = csv_file(tmp_path / "a.csv", rows, headings=(*HEADINGS, "所在工会"))

    done, problems = await bring(database, path, "shangcheng")

    assert counts(done) == (2, 0, 0, 2)
    assert {(problem.line, problem.column) for problem in problems} == {(4, "所在工会"), (5, "所在工会")}
    async with database.read() as session:
        unions = set(await session.scalars(select(RosterEntry.union_id)))
    assert unions == {"riders", "hubin"}


async def test_one_person_at_two_unions_keeps_the_phone_at_both(database: Database, tmp_path: Path) -> None:
    rows = [[*person(1), "riders"], [*person(1, 会员卡号="X00001"), "hubin"]]
    path = csv_file(tmp_path / "a.csv", rows, headings=(*HEADINGS, "所在工会"))
    done, problems = await bring(database, path, "shangcheng")
    assert (counts(done), problems) == ((2, 0, 0, 0), [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "姓名,部门\n王芳,x\n".encode(), "手机号、会员卡号"),
        ("a.csv", b"\xff\xfe\x00\x81\xff", "neither UTF-8 nor GB18030"),
        ("a.csv", b"", "姓名、手机号、会员卡号"),
        ("a.xlsx", b"no workbook", "no workbook"),
        ("a.xls", b"x", "only .xlsx and .csv"),
        ("none.csv", None, "no such file"),
    ],
)
async def test_a_file_that_is_none_is_refused_in_one_line(
    database: Database, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=said):
        await bring(database, path)


async def test_a_batch_that_fails_leaves_nothing_of_itself(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing a batch: what was stored before stays, and the same file brings the rest."""
    from union.roster.files import importing

    path, real, calls = csv_file(tmp_path / "a.csv", [person(number) for number in range(600)]), importing._enter, []

    async def fail_at_last(session: Any, lines: Any, **how: Any) -> Any:
        calls.append(len(lines))
        entered = await real(session, lines, **how)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        return entered

    monkeypatch.setattr(importing, "_enter", fail_at_last)
    with pytest.raises(RuntimeError):
        await bring(database, path)
    assert await there(database) == 500
    monkeypatch.setattr(importing, "_enter", real)
    assert counts((await bring(database, path))[0]) == (100, 0, 500, 0)


async def test_a_bound_member_stays_bound_when_the_roster_is_imported_again(database: Database, tmp_path: Path) -> None:
    await bring(database, csv_file(tmp_path / "a.csv", [person(1)]))
    proof = Proof("王二", "13800100001", card="C000001")
    bound = await database.transact(lambda s: bind(s, database.keyring, LIMITS, "m1", proof, key="k", now=WEDNESDAY))
    assert isinstance(bound, Bound)

    await bring(database, csv_file(tmp_path / "b.csv", [person(1, 出生年份="1991")]))

    async with database.read() as session:
        mine = await standing(session, "m1")
    assert mine is not None
    assert mine.birth_year == 1991
