"""The command line in this process, with a `VAR` of its own."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import cli
from base.logging import configure_logging
from tests.serving import give_model


@dataclass(frozen=True)
class Ran:
    """How a command ended. `out` and `err` are what it printed."""

    status: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line that says what was wrong."""
        (line,) = self.err.splitlines()
        assert line.startswith("unionbot: ")
        assert "Traceback" not in self.out
        return line.removeprefix("unionbot: ")


Run = Callable[..., Ran]


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `VAR` of the commands; nothing else is set."""
    for name in [name for name in os.environ if name.startswith("UNIONBOT_") or name == "PORT"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UNIONBOT_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def var_with_model(var: Path) -> Path:
    """The same with the project's trained model in it."""
    give_model(var)
    return var


@pytest.fixture
def restored_logging() -> Iterator[None]:
    """A command sets logging up to write to its standard error, which is gone after the test."""
    yield
    configure_logging("WARNING")


@pytest.fixture
def run(var: Path, monkeypatch: pytest.MonkeyPatch, restored_logging: None, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `unionbot` with arguments and, perhaps, text on its standard input."""

    def run(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["unionbot", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        heard = capsys.readouterr()
        return Ran(int(ended.value.code or 0), heard.out, heard.err)

    return run
