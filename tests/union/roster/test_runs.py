"""Imports that the console runs: looked at, entered, stopped, broken off, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest

from base.clock import FixedClock
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.roster.files import HEADINGS, csv_file, person, workbook
from tests.union.roster.helpers import plant
from tests.union.roster.test_importing import there
from union.roster import runs, runs_desk
from union.roster.entering import Problem
from union.roster.running import run_import
from union.roster.runs import SILENT, RunRefused
from union.roster.runs_desk import Run
from union.staff.scope import Scope

OURS, OTHERS = Scope("hangzhou/"), Scope("zhenhai/")


@pytest.fixture(autouse=True)
async def tree(database: Database, members: list[str]) -> None:
    await plant(database)


async def begun(database: Database, *, full: bool = False, union: str = "riders") -> str:
    run_id = await database.transact(
        lambda s: runs.begin(s, union, "名册.csv", full=full, staff="小李", now=WEDNESDAY, scope=OURS)
    )
    assert isinstance(run_id, str), run_id
    return run_id


async def ran(database: Database, path: Path, run_id: str, mode: runs.Mode) -> Run:
    await run_import(database, FixedClock(WEDNESDAY), path, run_id, mode, lambda error: f"打不开：{error.reason}")
    return await shown(database, run_id)


async def shown(database: Database, run_id: str, after: timedelta = timedelta()) -> Run:
    async with database.read() as session:
        run = await runs_desk.run(session, run_id, WEDNESDAY + after, scope=OURS)
    assert run is not None
    return run


async def test_a_file_is_looked_at_before_it_is_entered(database: Database, tmp_path: Path) -> None:
    rows = [person(1), person(2, 手机号="12"), person(3, 姓名="=A1"), *map(person, range(4, 1204))]
    path = csv_file(tmp_path / "a.csv", rows, "gb18030")
    run_id = await begun(database)

    looked = await ran(database, path, run_id, "looking")
    assert await there(database) == 0
    assert (looked.state, looked.counts["added"], looked.counts["refused"]) == ("looked", 1201, 2)
    assert looked.problems == 2
    assert looked.first[0][:3] == ("姓名", "手机号", "会员卡号")
    assert looked.first[1][:4] == ("王*", "138****0001", "***0001", "****")

    assert await database.transact(lambda s: runs.go_on(s, run_id, "entering", now=WEDNESDAY, scope=OURS)) is None
    done = await ran(database, path, run_id, "entering")
    assert (done.state, done.first, done.counts["added"]) == ("done", (), 1201)
    assert await there(database) == 1201
    async with database.read() as session:
        problems = await runs_desk.problems_of(session, run_id, scope=OURS)
        assert await runs_desk.problems_of(session, run_id, scope=OTHERS) == []
    assert [(one.line, one.column) for one in problems] == [(3, "手机号"), (4, "姓名")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"this is no workbook", "broken"),
        ("a.csv", b"\xff\xfe\x00\x01\x81", "encoding"),
        ("a.pdf", b"%PDF-1.4", "kind"),
        ("a.csv", "姓名,年龄\r\n王一,3\r\n".encode(), "columns"),
        ("a.xlsx", None, "missing"),
    ],
)
async def test_what_is_no_roster_fails_in_a_word_and_enters_nothing(
    database: Database, tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    run_id = await begun(database)
    run = await ran(database, path, run_id, "looking")
    assert (run.state, run.why) == ("failed", f"打不开：{reason}")
    assert await there(database) == 0


async def test_formulas_and_cards_twice_are_bad_lines_of_a_workbook(database: Database, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", [HEADINGS, person(1), person(2, 会员卡号="=1+1"), person(3, 会员卡号="C000001")]
    )
    run_id = await begun(database)
    run = await ran(database, path, run_id, "looking")
    assert (run.counts["added"], run.counts["refused"]) == (1, 2)


async def test_a_full_list_says_who_would_leave_before_anybody_does(database: Database, tmp_path: Path) -> None:
    everybody = csv_file(tmp_path / "a.csv", [person(1), person(2)])
    first = await begun(database)
    await ran(database, everybody, first, "looking")
    await database.transact(lambda s: runs.go_on(s, first, "entering", now=WEDNESDAY))
    await ran(database, everybody, first, "entering")
    fewer = csv_file(tmp_path / "b.csv", [person(1)])
    second = await begun(database, full=True)
    looked = await ran(database, fewer, second, "looking")
    assert (looked.counts["left"], await there(database)) == (1, 2)
    await database.transact(lambda s: runs.go_on(s, second, "entering", now=WEDNESDAY))
    await ran(database, fewer, second, "entering")
    assert await there(database) == 1


async def test_one_import_a_union_at_a_time_and_a_silent_one_can_be_run_again(database: Database) -> None:
    run_id = await begun(database)
    again = await database.transact(
        lambda s: runs.begin(s, "riders", "b.csv", full=False, staff="小张", now=WEDNESDAY, scope=OURS)
    )
    assert again == RunRefused("busy")
    assert not (await shown(database, run_id)).is_silent
    assert await database.transact(lambda s: runs.go_on(s, run_id, "looking", now=WEDNESDAY)) == RunRefused("moved")
    assert (await shown(database, run_id, SILENT)).is_silent
    later = WEDNESDAY + SILENT
    assert await database.transact(lambda s: runs.go_on(s, run_id, "looking", now=later)) is None


async def test_a_run_that_was_stopped_does_no_more(database: Database) -> None:
    run_id = await begun(database)
    problem = [Problem(2, "姓名", "不能为空")]
    assert await database.transact(lambda s: runs.beat(s, run_id, "looking", 500, 0, problem, WEDNESDAY))
    assert await database.transact(lambda s: runs.drop(s, run_id, now=WEDNESDAY, scope=OURS)) is None
    assert not await database.transact(lambda s: runs.beat(s, run_id, "looking", 900, 0, problem, WEDNESDAY))
    run = await shown(database, run_id)
    assert (run.state, run.line, run.problems) == ("dropped", 500, 1)
    assert await database.transact(lambda s: runs.go_on(s, run_id, "entering", now=WEDNESDAY)) == RunRefused("moved")


async def test_staff_of_another_union_neither_see_nor_move_a_run(database: Database) -> None:
    run_id = await begun(database)
    async with database.read() as session:
        assert await runs_desk.run(session, run_id, WEDNESDAY, scope=OTHERS) is None
        assert await runs_desk.runs(session, WEDNESDAY, scope=OTHERS) == []
    refused = await database.transact(lambda s: runs.drop(s, run_id, now=WEDNESDAY, scope=OTHERS))
    assert refused == RunRefused("moved")
    begun_there = await database.transact(
        lambda s: runs.begin(s, "riders", "b.csv", full=False, staff="外人", now=WEDNESDAY + SILENT, scope=OTHERS)
    )
    assert begun_there == RunRefused("unknown")
