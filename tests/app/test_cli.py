"""The command line: help for everything, one clear line for whatever is wrong."""

import shutil
import socket
import threading
from pathlib import Path

import pytest

from app import cli, prepare
from app.knowledge import KNOWLEDGE
from base.settings import PLATFORM_API
from tests.app.conftest import Run
from tests.services import free_port

COMMANDS = [
    (),
    ("serve",),
    ("web",),
    ("engine",),
    ("console",),
    ("worker",),
    ("train",),
    ("chat",),
    ("ask",),
    ("bench",),
    ("evaluate",),
    ("demo-data",),
    ("staff",),
    ("staff", "add"),
    ("staff", "password"),
    ("knowledge",),
    ("knowledge", "import"),
    ("knowledge", "export"),
    ("database",),
    ("database", "upgrade"),
    ("database", "revision"),
    ("members",),
    ("members", "import"),
    ("members", "template"),
    ("members", "code"),
    ("members", "unions"),
    ("menu",),
    ("menu", "check"),
    ("menu", "push"),
    ("menu", "pull"),
    ("notices",),
    ("notices", "check"),
    ("places",),
    ("places", "import"),
    ("places", "list"),
]
GIVEN_KEYS = "a-key-for-tests-only"
NOWHERE = "postgresql+asyncpg://somebody:secret-password@127.0.0.1:1/nowhere"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Usage:" in ran.out


def test_no_command_is_without_a_test_of_its_help(run: Run) -> None:
    top = {name for command in COMMANDS for name in command[:1]}
    listed = {command.name or command.callback.__name__ for command in cli.cli.registered_commands if command.callback}
    groups = {group.name for group in cli.cli.registered_groups}
    assert {name.replace("_", "-") for name in listed} | groups == top


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no-such-command"], "No such command 'no-such-command'"),
        (["serve", "--no-such-option"], "No such option: --no-such-option"),
        (["serve", "--port", "abc"], "Invalid value for '--port'"),
        (["serve", "--engines", "0"], "Invalid value for '--engines'"),
        (["staff", "add"], "Missing argument 'name'"),
        (["knowledge", "import"], "Missing argument 'folder'"),
        (["staff", "dismiss"], "No such command 'dismiss'"),
        (["train", "now"], "Got unexpected extra argument(s) (now)"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(run: Run, arguments: list[str], says: str) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert says in ran.line
    assert "--help" in ran.line


@pytest.mark.parametrize("command", [(), ("staff",), ("knowledge",), ("database",)], ids=" ".join)
def test_a_command_without_its_verb_shows_what_there_is(run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command)
    assert ran.status == 2
    assert "Usage:" in ran.out + ran.err


@pytest.mark.parametrize(
    ("name", "value", "status", "says"),
    [
        ("UNIONBOT_CLOCK", "yesterday", 2, "UNIONBOT_CLOCK yesterday: not an ISO time"),
        ("UNIONBOT_CLOCK_OFFSET", "a bit", 2, "UNIONBOT_CLOCK_OFFSET: "),
        ("UNIONBOT_WECHAT_MODE", "open", 2, "UNIONBOT_WECHAT_MODE: "),
        ("UNIONBOT_SIMULATOR", "perhaps", 2, "UNIONBOT_SIMULATOR: "),
        ("UNIONBOT_LOG_LEVEL", "LOUD", 2, "UNIONBOT_LOG_LEVEL LOUD: unknown"),
    ],
)
def test_a_wrong_setting_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, status: int, says: str
) -> None:
    monkeypatch.setenv(name, value)
    ran = run("serve", "--port", str(free_port()))
    assert ran.status == status
    assert says in ran.line


def test_the_simulator_is_refused_beside_the_real_platform(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIONBOT_SIMULATOR", "true")
    monkeypatch.setenv("UNIONBOT_WECHAT_API_URL", PLATFORM_API)
    ran = run("serve")
    assert ran.status == 2
    assert "UNIONBOT_SIMULATOR is on while outbound calls go to the real platform" in ran.line


def test_a_set_clock_is_refused_beside_the_real_platform(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIONBOT_CLOCK", "2026-11-18T10:00")
    monkeypatch.setenv("UNIONBOT_WECHAT_TOKEN", "a-real-token")
    ran = run("serve")
    assert ran.status == 2
    assert "UNIONBOT_CLOCK is set while outbound calls go to the real platform" in ran.line


def test_demo_data_is_refused_beside_the_real_platform(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIONBOT_WECHAT_TOKEN", "a-real-token")
    ran = run("demo-data")
    assert ran.status == 1
    assert "outbound calls go to the real platform" in ran.line


# All that work on the database.
ON_DATA = [("serve",), ("demo-data",), ("staff", "add", "wang", "--password", "long-enough"), ("database", "upgrade")]


@pytest.mark.parametrize("command", ON_DATA, ids=" ".join)
def test_a_folder_that_cannot_be_written_is_one_line(run: Run, var: Path, command: tuple[str, ...]) -> None:
    var.write_text("a file stands where the folder should be")
    port = ["--port", str(free_port())] if command == ("serve",) else []
    ran = run(*command, *port)
    assert ran.status == 1
    assert f"UNIONBOT_VAR {var}: cannot be written" in ran.line


@pytest.mark.parametrize("command", [("train",), ("chat", "你好"), ("ask",)], ids=" ".join)
def test_a_folder_without_a_model_that_cannot_be_written_is_one_line(
    run: Run, var: Path, command: tuple[str, ...]
) -> None:
    var.write_text("a file stands where the folder should be")
    ran = run(*command)
    assert ran.status == 1
    assert ran.line


@pytest.mark.parametrize("command", [*ON_DATA, ("worker",)], ids=" ".join)
def test_a_database_that_cannot_be_reached_is_one_line_without_the_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("UNIONBOT_DATABASE_URL", NOWHERE)
    monkeypatch.setenv("UNIONBOT_SECRET_KEYS", GIVEN_KEYS)
    port = ["--port", str(free_port())] if command == ("serve",) else []
    ran = run(*command, *port)
    assert ran.status == 1
    assert ran.line.startswith("Database postgresql+asyncpg://somebody:***@127.0.0.1:1/nowhere cannot be reached: ")
    assert "secret-password" not in ran.err


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_sqlite_file_in_a_folder_that_is_not_there_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("UNIONBOT_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/nowhere/union.db")
    ran = run("demo-data")
    assert ran.status == 1
    assert "cannot be reached: unable to open database file" in ran.line
    # aiosqlite's thread tells the loop of its end, and the loop may be closed by then: let it end in this test.
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join()


@pytest.mark.parametrize("command", ON_DATA[:3], ids=" ".join)
def test_with_postgresql_the_keys_must_be_given(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("UNIONBOT_DATABASE_URL", NOWHERE)
    port = ["--port", str(free_port())] if command == ("serve",) else []
    ran = run(*command, *port)
    assert ran.status == 1
    assert ran.line == "UNIONBOT_SECRET_KEYS is not set: with PostgreSQL the keys must be given."


def test_a_port_in_use_is_named_before_anything_is_done(run: Run, var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = run("serve", "--port", str(port))
    assert ran.status == 1
    assert ran.line == f"Port {port} cannot be used (Address already in use); PORT=8080 takes another."
    assert not var.exists()


def test_a_broken_knowledge_file_stops_serve_with_file_entry_and_field(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE, broken, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = sorted((broken / "programs").glob("*.yml"))[0]
    text = file.read_text(encoding="utf-8")
    entry = text.split("id: ", 1)[1].split("\n", 1)[0].strip()
    file.write_text(text.replace("kind: ", "kind: nonsense-", 1), encoding="utf-8")
    monkeypatch.setattr(prepare, "KNOWLEDGE", broken)
    ran = run("serve", "--port", str(free_port()))
    assert ran.status == 1
    assert f"{file.name}: entry {entry}: field kind: " in ran.line


def test_what_nobody_foresaw_is_one_line_and_the_trace_only_with_debug(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("out of\nluck")

    monkeypatch.setattr("app.schema.create_schema", break_down)
    ran = run("demo-data")
    assert ran.status == 1
    assert ran.line == "RuntimeError: out of luck (`--debug` shows where)"
    with pytest.raises(RuntimeError):
        run("demo-data", "--debug")


def test_ctrl_c_is_status_130_and_no_trace(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.schema.create_schema", interrupt)
    ran = run("demo-data")
    assert (ran.status, ran.err) == (130, "")
