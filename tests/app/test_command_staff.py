"""Accounts by command line: the first administrator, forgotten passwords, lost phones; each step in the log."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.app.conftest import Run
from tests.app.test_command_data import look
from union.audit.models import AuditEntry
from union.audit.service import COMMAND
from union.staff.service import check_password

PASSWORD = ("--password", "long-enough")


async def steps(session: AsyncSession) -> list[tuple[str, str]]:
    found = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(one.staff, one.what) for one in found]


def test_the_first_administrator_is_added_listed_and_logged(run: Run, var: Path) -> None:
    assert run("staff", "list").out == "There are no accounts yet.\n"
    assert run("staff", "add", "管理甲", "--role", "admin", *PASSWORD).out == "Added 管理甲 (admin).\n"
    assert run("staff", "list").out == "管理甲\tadmin\tall unions\tpassword\tnever logged in\n"
    assert look(steps) == [(COMMAND, "添加账号 管理甲（admin）")]


def test_the_last_administrator_is_not_closed_and_another_is_at_once(run: Run, var: Path) -> None:
    run("staff", "add", "管理甲", "--role", "admin", *PASSWORD)
    refused = run("staff", "disable", "管理甲")
    assert (refused.status, refused.line) == (
        2,
        "This is the last administrator of all unions: add another one first.",
    )
    run("staff", "add", "管理乙", "--role", "admin", *PASSWORD)
    assert run("staff", "disable", "管理甲").out == "管理甲 is disabled.\n"
    assert look(lambda session: check_password(session, "管理甲", PASSWORD[1])) is None
    assert "管理甲\tadmin\tall unions\tdisabled" in run("staff", "list").out
    assert run("staff", "enable", "管理甲").status == 0
    assert look(lambda session: check_password(session, "管理甲", PASSWORD[1])) is not None
    assert look(steps)[-2:] == [(COMMAND, "停用账号 管理甲"), (COMMAND, "启用账号 管理甲")]


def test_a_lost_phone(run: Run, var: Path) -> None:
    run("staff", "add", "小李", *PASSWORD)
    assert run("staff", "second-factor-off", "小李").out == "小李 logs in with the password alone.\n"


def test_an_account_of_a_union(run: Run, tmp_path: Path) -> None:
    unions = tmp_path / "unions.yml"
    unions.write_text("unions:\n- {id: xihu, name: 西湖区总工会, level: district}\n", encoding="utf-8")
    assert run("members", "unions", str(unions)).status == 0
    assert run("staff", "add", "小李", "--union", "西湖区总工会", *PASSWORD).status == 0
    assert "小李\tagent\t西湖区总工会\tpassword" in run("staff", "list").out
    assert "There is no union" in run("staff", "add", "小周", "--union", "nowhere", *PASSWORD).line


@pytest.mark.parametrize("verb", ["disable", "enable", "second-factor-off", "password"])
def test_who_is_not_there_is_one_line(run: Run, verb: str) -> None:
    ran = run("staff", verb, "nobody", *(PASSWORD if verb == "password" else ()))
    assert (ran.status, ran.line) == (2, "There is no account of this name.")


def test_a_name_like_another_is_one_line(run: Run) -> None:
    run("staff", "add", "wang1", *PASSWORD)
    assert run("staff", "add", "wangl", *PASSWORD).line == "The name is too much like that of the account wang1."


def test_new_demo_data_leaves_an_account_its_union(run: Run, var: Path) -> None:
    """An account without its union would see all members."""
    run("demo-data")
    listed = run("members", "unions").out
    union = listed.strip().splitlines()[-1].strip().rpartition("（")[2].rstrip("）")
    assert run("staff", "add", "老王", "--union", union, *PASSWORD).status == 0
    assert run("demo-data", "--reset").status == 0
    assert "老王\tagent\tall unions" not in run("staff", "list").out
