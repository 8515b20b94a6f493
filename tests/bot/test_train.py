"""When a model is trained anew, and which models are kept."""

import os
import time
from pathlib import Path

import pytest

from base.errors import UserError
from bot import train as training
from bot.train import KEPT_MODELS, fingerprint, model_path, train


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project a model would be made of."""
    root = tmp_path / "project"
    for name, text in {
        "config.yml": "pipeline: []\n",
        "requirements.lock": "rasa==3.6.21\n",
        "intents/a/greet.yml": "你好\n",
        "bot/components/one.py": "x = 1\n",
        "bot/components/words.txt": "工会\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    monkeypatch.setattr(training, "ROOT", root)
    monkeypatch.setattr(training, "MODEL_FOLDERS", ("intents", "bot/components"))
    monkeypatch.setattr(training, "MODEL_FILES", ("config.yml", "requirements.lock"))
    return root


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Training takes no time here; a line for each."""
    done: list[str] = []

    def fake(folder: Path) -> Path:
        done.append(fingerprint())
        made = folder / "rasa-names-it.tar.gz"
        made.write_text(done[-1])
        return made

    monkeypatch.setattr(training, "_train_into", fake)
    return done


@pytest.mark.parametrize(
    "name",
    ["config.yml", "requirements.lock", "intents/a/greet.yml", "bot/components/one.py", "bot/components/words.txt"],
)
def test_the_fingerprint_changes_with_every_source(project: Path, name: str) -> None:
    before = fingerprint()
    (project / name).write_text("something else\n")
    assert fingerprint() != before


def test_the_fingerprint_changes_with_a_file_that_comes_goes_or_is_renamed(project: Path) -> None:
    seen = {fingerprint()}
    (project / "intents/a/new.yml").write_text("您好\n")
    seen.add(fingerprint())
    (project / "intents/a/new.yml").rename(project / "intents/a/other.yml")
    seen.add(fingerprint())
    assert len(seen) == 3
    (project / "intents/a/other.yml").unlink()
    assert fingerprint() in seen


def test_the_fingerprint_does_not_change_with_time_or_with_what_no_model_is_made_of(project: Path) -> None:
    before = fingerprint()
    hour_ago = time.time() - 3600
    for path in project.rglob("*"):
        os.utime(path, (hour_ago, hour_ago))
    (project / "README.md").write_text("words\n")
    (project / "intents/a/notes.md").write_text("words\n")
    (project / "bot/components/__pycache__").mkdir()
    (project / "bot/components/__pycache__/one.cpython-311.pyc").write_bytes(b"\0")
    assert fingerprint() == before


def test_our_own_fingerprint_covers_domain_rules_components_and_sentences() -> None:
    names = {path.relative_to(training.ROOT).as_posix() for path in training._sources()}
    assert {"config.yml", "bot/domain/events.yml", "bot/rules/events.yml", "intents/events/sign_up.yml"} <= names
    assert any(name.startswith("bot/components/") for name in names)


def test_a_model_is_trained_once_for_the_same_data(project: Path, trained: list[str], tmp_path: Path) -> None:
    var = tmp_path / "var"
    made = train(var)
    assert made == model_path(var) == var / "models" / f"{fingerprint()}.tar.gz"
    assert made.read_text() == fingerprint()
    assert train(var) == made
    assert len(trained) == 1


def test_old_models_are_removed_and_the_one_before_is_kept(project: Path, trained: list[str], tmp_path: Path) -> None:
    var = tmp_path / "var"
    made = []
    for number in range(4):
        (project / "config.yml").write_text(f"pipeline: [{number}]\n")
        made.append(train(var))
        os.utime(made[-1], (number, number))  # as if a long time apart
    (project / "config.yml").write_text("pipeline: [last]\n")
    made.append(train(var))
    assert sorted((var / "models").iterdir()) == sorted(made[-KEPT_MODELS:])


def test_a_training_that_fails_leaves_nothing_behind_and_the_old_model_in_place(
    project: Path, trained: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var = tmp_path / "var"
    old = train(var)

    def fail(folder: Path) -> Path:
        (folder / "half.tar.gz").write_text("half")
        raise UserError("Training made no model")

    monkeypatch.setattr(training, "_train_into", fail)
    (project / "config.yml").write_text("pipeline: [broken]\n")
    with pytest.raises(UserError):
        train(var)
    assert list((var / "models").iterdir()) == [old]
