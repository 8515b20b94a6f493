"""A roster of 100,000 members from a csv file into an empty database, by the command a clerk would use."""

import csv
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.results import Result

NAME = "roster-import-seconds"
LINES = 100_000


def run(_: Sequence[str]) -> list[Result]:
    """Seconds of the whole command; in `mb` the most memory it took."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "roster.csv")
        environment = os.environ | {"UNIONBOT_VAR": str(folder / "var")}
        _command(environment, "demo-data")  # the tree of unions
        began = time.perf_counter()
        _command(environment, "members", "import", str(folder / "roster.csv"), "--union", "shangcheng")
        seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    note = f"{LINES} lines, csv, SQLite, first import; at most {megabytes:.0f} MB"
    return [Result(NAME, seconds, None, "s", "lower", note, {"mb": megabytes})]


def _command(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "app", *arguments]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def _write(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["姓名", "手机号", "会员卡号", "身份证后四位"])
        for i in range(LINES):
            rows.writerow([f"王{'一二三四五六七八九十'[i % 10]}", f"139{i:08d}", f"C{i:09d}", f"{i % 10_000:04d}"])
