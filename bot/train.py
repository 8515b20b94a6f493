"""Training: only when the model is older than what it is made of."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from base.errors import UserError

ROOT = Path(__file__).resolve().parent.parent
MODEL_FOLDERS = ("bot/domain", "bot/rules", "bot/components", "bot/entities", "intents")
MODEL_FILES = ("config.yml", "knowledge/normalise.py", "requirements.lock")
KEPT_MODELS = 2  # the one in use and the one before it


def model_path(var: Path) -> Path:
    """Where the model for today's data lies or will lie: named by the hash of what it is made of."""
    return var / "models" / f"{fingerprint()}.tar.gz"


def fingerprint() -> str:
    """Hash of everything a model depends on (16 hex digits)."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def train(var: Path) -> Path:
    """Train a model, or return the one that is there already.

    Raises:
        UserError: the data does not make a model; the line says why.
    """
    target = model_path(var)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        trained = _train_into(Path(folder))
        shutil.move(trained, target)  # in place at once: a half-written model is never seen
    _remove_old(target)
    return target


def _train_into(folder: Path) -> Path:
    from bot import rasa_fixes

    rasa_fixes.apply()
    import rasa.model_training

    with redirect_stdout(StringIO()):  # Rasa's own words about where the model lies: it is moved
        result = rasa.model_training.train(
            domain=str(ROOT / "bot/domain"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "intents"), str(ROOT / "bot/rules")],
            output=str(folder),
            force_training=True,
        )
    if result.model is None:
        raise UserError(f"Training made no model (code {result.code}); `make check` tells more about the data.")
    return Path(result.model)


def _sources() -> Iterator[Path]:
    for folder in MODEL_FOLDERS:
        yield from sorted(p for p in (ROOT / folder).rglob("*") if p.suffix in {".yml", ".py", ".txt"})
    yield from (ROOT / name for name in MODEL_FILES)


def _remove_old(newest: Path) -> None:
    models = sorted(newest.parent.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models[KEPT_MODELS:]:
        path.unlink(missing_ok=True)
