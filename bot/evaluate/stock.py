"""The stock Rasa pipeline for Chinese, in an environment of its own under VAR/stock, on the same sentences.

Installed on demand (about 2 GB with TensorFlow); trained and asked by `stock_pipeline.py` in a process of that
environment. What it learnt is kept beside it and used again for the same sentences.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from base.errors import UserError
from bot.evaluate.figures import Row, Section
from bot.evaluate.held_out import accuracy, unseen
from bot.evaluate.intents import macro_f1
from bot.evaluate.sets import HeldOut

HERE = Path(__file__).parent
SCRIPT = HERE / "stock_pipeline.py"
REQUIREMENTS, OVERRIDES = HERE / "stock_requirements.txt", HERE / "stock_overrides.txt"
PYTHON = "3.11"  # the newest with a wheel of TensorFlow 2.12
TITLE = "Stock Rasa pipeline (Jieba, CountVectors char_wb 1-4, DIET)"


def measure(var: Path, sets: Sequence[HeldOut], texts: Sequence[str], intents: Sequence[str], epochs: int) -> Section:
    """Its accuracy on each set, training time and parse time.

    Raises:
        UserError: it could not be installed, trained or asked; the line says why.
    """
    cases = [unseen(held_out.intents, texts) for held_out in sets]
    questions = [text for part in cases for text, _ in part]
    given = {"training": [list(pair) for pair in zip(texts, intents, strict=True)]}
    found = _answers(var / "stock", given | {"questions": questions, "epochs": epochs})
    rows, answers = [], iter(found["answers"])
    for held_out, part in zip(sets, cases, strict=True):
        expected, got = [intent for _, intent in part], [next(answers) for _ in part]
        rows.append(Row(f"accuracy, {held_out.name} set", accuracy(expected, got), of=len(part)))
        rows.append(Row(f"macro-F1, {held_out.name} set", macro_f1(expected, got), of=len(set(expected))))
    rows.append(Row("training, s", float(found["training_seconds"])))
    rows.append(Row("median ms a parse", float(found["parse_ms"])))
    return Section(TITLE, rows, note=f"{epochs} epochs on {len(texts):,} sentences")


def _answers(folder: Path, given: dict[str, Any]) -> dict[str, Any]:
    written = json.dumps(given, ensure_ascii=False)
    result = folder / f"answers-{hashlib.sha256(written.encode()).hexdigest()[:16]}.json"
    if not result.exists():
        python = _install(folder)
        asked = result.with_suffix(".asked")
        asked.write_text(written, encoding="utf-8")
        _run([python, SCRIPT, asked, result], folder, "The stock pipeline failed")
        asked.unlink()
    answers: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return answers


def _install(folder: Path) -> Path:
    """The Python of the environment; made when it is not there, made anew when its requirements have changed."""
    folder.mkdir(parents=True, exist_ok=True)
    python, stamp = folder / "venv/bin/python", folder / "installed"
    wanted = REQUIREMENTS.read_text(encoding="utf-8") + OVERRIDES.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        own = sys.executable if f"{sys.version_info[0]}.{sys.version_info[1]}" == PYTHON else PYTHON
        what = "The stock environment cannot be installed"
        _run(["uv", "venv", "--quiet", "--clear", "--python", own, folder / "venv"], folder, what)
        _run(
            ["uv", "pip", "install", "--python", python, "--override", OVERRIDES, "--requirements", REQUIREMENTS],
            folder,
            what,
        )
        stamp.write_text(wanted, encoding="utf-8")
    return python


def _run(command: Sequence[str | Path], folder: Path, what: str) -> None:
    """Raises UserError with the last line the command said; all of it is in VAR/stock/log."""
    temporary = folder / "tmp"  # jieba's cache in the common temporary folder clashes between users
    temporary.mkdir(exist_ok=True)
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "TMPDIR": str(temporary.resolve())}
    log = folder / "log"
    try:
        with log.open("w", encoding="utf-8") as out:
            subprocess.run(  # noqa: S603  (a fixed command; the paths are ours)
                [str(part) for part in command], env=os.environ | quiet, stdout=out, stderr=out, check=True
            )
    except OSError as error:
        raise UserError(f"{what}: {error}") from error
    except subprocess.CalledProcessError as error:
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
        said = [line.strip() for line in lines if line.strip()][-1:]
        raise UserError(f"{what}: {' '.join(said)[:200]} (all of it in {log})") from error
