"""`unionbot serve` as a real process with a `VAR` of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.train import train
from tests.services import free_port

SECONDS = 60.0  # far more than anything here takes, also on a busy machine
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Serving:
    """A running `serve`."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def printed(self) -> str:
        """What it has printed so far, its children's lines among it."""
        return self.log.read_text(encoding="utf-8")

    @property
    def passwords(self) -> dict[str, str]:
        """Accounts made at the first start, and their passwords."""
        return dict(re.findall(r"工作人员账号：(\S+?)（.*?密码 (\S+?)（", self.printed))

    @property
    def children(self) -> dict[str, int]:
        """Process ids of the children that live, by the command each runs ("web", "engine")."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            pid = int(folder.name)
            if _parent(pid) == self.process.pid and is_alive(pid):
                arguments = (folder / "cmdline").read_bytes().split(b"\0")
                found[arguments[arguments.index(b"app") + 1].decode() if b"app" in arguments else "?"] = pid
        return found

    def is_announced(self) -> bool:
        return "Ready after" in self.printed

    def is_alive(self) -> bool:
        return self._answers("/healthz")

    def is_ready(self) -> bool:
        return self._answers("/readyz")

    def _answers(self, path: str) -> bool:
        try:
            return httpx.get(f"{self.url}{path}").status_code == 200
        except httpx.HTTPError:
            return False

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until `holds` says yes; with what was printed, if it never does."""
        last = time.monotonic() + SECONDS
        while not holds():
            assert time.monotonic() < last, self.printed
            time.sleep(POLL_SECONDS)


@contextmanager
def serve(var: Path, *, ready: bool = True, **environment: str) -> Iterator[Serving]:
    """Serve from the folder `var` until the end of the `with`.

    When it begins, a member would get an answer; without `ready`, the web answers and the engine may still load.
    """
    give_model(var)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("UNIONBOT_")}
    settings = {"UNIONBOT_VAR": str(var), "UNIONBOT_LOG_LEVEL": "WARNING", **environment}
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    log = var / f"printed-{port}.txt"
    with log.open("wb") as out, subprocess.Popen(command, env=clean | settings, stdout=out, stderr=out) as process:
        serving = Serving(process, port, log)
        try:
            begun = serving.is_announced if ready else serving.is_alive
            serving.until(lambda: begun() or process.poll() is not None)
            assert process.poll() is None, serving.printed
            yield serving
        finally:
            _end(serving)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that is dead and not yet waited for does not."""
    return _status(pid)[:1] not in ("", "Z")


def _end(serving: Serving) -> None:
    """Whatever the test did, nothing is left running."""
    children = serving.children.values()
    if serving.process.poll() is None:
        serving.process.send_signal(signal.SIGTERM)
        serving.process.wait(SECONDS)
    for pid in children:
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def give_model(var: Path) -> None:
    """Put the project's own model into the folder: `make setup` trains it."""
    model = train(Path("var"))
    (var / "models").mkdir(parents=True, exist_ok=True)
    if not (var / "models" / model.name).exists():
        (var / "models" / model.name).hardlink_to(model.resolve())


def _status(pid: int) -> str:
    """The part of /proc/PID/stat behind the name: state, parent …; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _parent(pid: int) -> int:
    fields = _status(pid).split()
    return int(fields[1]) if fields else 0
