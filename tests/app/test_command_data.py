"""Commands on data: demo data, staff accounts, knowledge."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.parts import build_parts
from base.settings import load_settings
from tests.app.conftest import Run
from union.events.models import Event
from union.staff.models import Staff
from union.staff.service import check_password

T = TypeVar("T")
BAD_NAME = "The name must have 1 to 32 characters: Chinese, letters, digits and - _ . · (none first)."


def look(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Look into the database the commands worked on."""

    async def looked() -> T:
        parts = build_parts(load_settings())
        async with parts.database.read() as session:
            found = await work(session)
        await parts.close()
        return found

    return asyncio.run(looked())


async def count_events(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Event)) or 0


def passwords(text: str) -> dict[str, str]:
    """Accounts and their passwords, as the command showed them."""
    return dict(re.findall(r"工作人员账号：(\S+?)（.*?密码 (\S+?)（只显示这一次", text))


def test_demo_data_twice_changes_nothing_the_second_time(run: Run, var: Path) -> None:
    first = run("demo-data")
    assert (first.status, first.err) == (0, "")
    events = look(count_events)
    assert events > 0
    shown = passwords(first.out)
    assert shown
    assert all(look(partial(check_password, name=name, password=password)) for name, password in shown.items())

    second = run("demo-data")
    assert (second.status, second.out) == (0, "演示数据已经在了，没有改动。\n")
    assert look(count_events) == events


def test_a_reset_makes_new_accounts_and_as_many_events(run: Run, var: Path) -> None:
    first = passwords(run("demo-data").out)
    events = look(count_events)
    again = run("demo-data", "--reset")
    assert again.status == 0
    second = passwords(again.out)
    assert second.keys() == first.keys()
    assert set(second.values()).isdisjoint(first.values())
    assert look(count_events) == events


def test_an_account_is_added_once_and_gets_a_new_password(run: Run, var: Path) -> None:
    added = run("staff", "add", "wang", "--role", "lawyer", "--password", "long-enough")
    assert (added.status, added.out) == (0, "Added wang (lawyer).\n")
    taken = run("staff", "add", "wang", "--password", "long-enough")
    assert (taken.status, taken.line) == (2, "There is an account of this name already.")

    changed = run("staff", "password", "wang", "--password", "another-one")
    assert (changed.status, changed.out) == (0, "wang has a new password.\n")
    account = look(lambda session: check_password(session, "wang", "another-one"))
    assert isinstance(account, Staff)
    assert account.role == "lawyer"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "wang", "--password", "short"], "The password must have 8 to 128 characters."),
        (["add", "wang", "--password", "x" * 129], "The password must have 8 to 128 characters."),
        (
            ["add", "wang", "--role", "boss", "--password", "long-enough"],
            "The role must be agent, lawyer, editor, organiser or admin.",
        ),
        (["add", " ", "--password", "long-enough"], BAD_NAME),
        (["add", "w" * 33, "--password", "long-enough"], BAD_NAME),
        (["add", "аdmin", "--password", "long-enough"], BAD_NAME),  # a Cyrillic letter
        (["password", "nobody", "--password", "long-enough"], "There is no account of this name."),
        (["password", "nobody", "--password", "short"], "The password must have 8 to 128 characters."),
    ],
)
def test_a_refused_account_is_one_line_and_status_2(run: Run, arguments: list[str], says: str) -> None:
    ran = run("staff", *arguments)
    assert (ran.status, ran.line) == (2, says)


def test_a_password_that_nobody_types_ends_the_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", nobody)
    ran = run("staff", "add", "wang")
    assert (ran.status, ran.line) == (130, "Stopped: no answer was given.")


def test_the_same_knowledge_again_is_no_new_version(run: Run) -> None:
    assert "is new" in run("knowledge", "import", "knowledge").out
    assert "is current" in run("knowledge", "import", "knowledge").out


def test_knowledge_goes_out_and_can_come_in_again(run: Run, tmp_path: Path) -> None:
    counted = run("knowledge", "import", "knowledge").out.splitlines()[-1].split(", version")[0]
    assert run("knowledge", "export", str(tmp_path / "out")).status == 0
    again = run("knowledge", "import", str(tmp_path / "out"))
    assert again.status == 0
    assert counted in again.out


def test_a_broken_knowledge_file_is_named_and_nothing_is_imported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong.yml").write_text("- {id: one, colour: red}\n", encoding="utf-8")
    ran = run("knowledge", "import", str(tmp_path))
    assert ran.status == 1
    assert "wrong.yml: entry one: field colour: unknown field" in ran.line


def test_a_folder_without_knowledge_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("knowledge", "import", str(tmp_path / "nothing"))
    assert ran.status == 1
    assert "no knowledge files" in ran.line


def test_knowledge_is_not_written_over_other_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    ran = run("knowledge", "export", str(tmp_path))
    assert ran.status == 1
    assert "not empty" in ran.line
