"""Rasa without TensorFlow: what is stood in for, when the stand-in steps aside, and that nothing trains on dummies."""

import importlib
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import rasa.model_training
from rasa.engine.exceptions import GraphComponentException

from bot import rasa_fixes, without_tensorflow
from bot.without_tensorflow import TENSORFLOW, UNUSED

TOP_NAMES = {name.split(".")[0] for name in TENSORFLOW + UNUSED} - {"google"}  # google.protobuf is real


class _Installed:
    """A finder on whose machine TensorFlow is installed."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec("tensorflow", None, origin="real") if name == "tensorflow" else None


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """A process in which nothing was put in place yet; yields its finders."""
    for name in [name for name in sys.modules if name.split(".")[0] in TOP_NAMES]:
        monkeypatch.delitem(sys.modules, name)
    finders: list[object] = [f for f in sys.meta_path if type(f).__module__ != without_tensorflow.__name__]
    monkeypatch.setattr(sys, "meta_path", finders)
    yield finders


def test_the_names_it_stands_in_for_are_these() -> None:
    assert TENSORFLOW == ("tensorflow", "keras", "tensorflow_text", "tensorflow_hub", "tensorflow_addons")
    # Each is one that Rasa imports; what we use ourselves must never be among them.
    assert not TOP_NAMES & {
        "rasa",
        "rasa_sdk",
        "sqlalchemy",
        "redis",
        "sklearn",
        "numpy",
        "psycopg",
        "sanic",
        "aiohttp",
    }


@pytest.mark.parametrize("name", TENSORFLOW + UNUSED)
def test_each_name_and_what_lies_under_it_can_be_imported(fresh: list[object], name: str) -> None:
    without_tensorflow.install()
    module = importlib.import_module(name)
    below = importlib.import_module(f"{name}.some.part")
    assert isinstance(module.Anything, type)
    assert isinstance(below.Anything, type)


def test_what_is_not_a_name_of_the_list_is_not_stood_in_for(fresh: list[object]) -> None:
    without_tensorflow.install()
    for name in ("tensorflowjs", "kerastuner", "pymongo_extra", "no_such_module"):
        assert importlib.util.find_spec(name) is None


def test_dummies_can_be_subclassed_called_and_indexed(fresh: list[object]) -> None:
    without_tensorflow.install()
    tensorflow: Any = importlib.import_module("tensorflow")

    class Layer(tensorflow.keras.layers.Layer):
        pass

    def function() -> None: ...

    assert isinstance(Layer(units=3), tensorflow.keras.layers.Layer)
    assert tensorflow.Function()(function) is function
    assert tensorflow.Tensor[int] is tensorflow.Tensor
    assert not hasattr(tensorflow, "__not_there__")


def test_putting_it_in_place_twice_changes_nothing(fresh: list[object]) -> None:
    without_tensorflow.install()
    once = list(fresh)
    without_tensorflow.install()
    assert fresh == once


def test_it_steps_aside_where_tensorflow_is_installed(fresh: list[object]) -> None:
    fresh.append(_Installed())
    without_tensorflow.install()
    spec = importlib.util.find_spec("tensorflow")
    assert spec is not None
    assert spec.origin == "real"
    assert importlib.util.find_spec("keras") is None


PIPELINE_WITH_DIET = """
recipe: default.v1
assistant_id: test
language: en
pipeline: [{name: WhitespaceTokenizer}, {name: CountVectorsFeaturizer}, {name: DIETClassifier, epochs: 1}]
policies: []
"""
NLU = """
version: "3.1"
nlu: [{intent: a, examples: "- one\\n- two\\n"}, {intent: b, examples: "- three\\n- four\\n"}]
"""


def test_a_pipeline_with_diet_fails_instead_of_training_dummies(tmp_path: Path) -> None:
    rasa_fixes.apply()
    config, nlu, domain = tmp_path / "config.yml", tmp_path / "nlu.yml", tmp_path / "domain.yml"
    config.write_text(PIPELINE_WITH_DIET)
    nlu.write_text(NLU)
    domain.write_text('version: "3.1"\nintents: [a, b]\n')
    with pytest.raises(GraphComponentException, match="DIETClassifier"):
        rasa.model_training.train_nlu(
            config=str(config), nlu_data=str(nlu), domain=str(domain), output=str(tmp_path / "models")
        )
    assert not list(tmp_path.glob("models/*"))


WEB_PROCESS = """
import json, sys
from app.parts import build_parts
from app.web import create_app
from base.settings import load_settings
create_app(build_parts(load_settings()), with_console=True, with_worker=True)
print(json.dumps(sorted(sys.modules)))
"""


def test_the_web_process_imports_neither_rasa_nor_tensorflow(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNIONBOT_")}
    loaded = json.loads(
        subprocess.run(
            [sys.executable, "-c", WEB_PROCESS],
            env=environment | {"UNIONBOT_VAR": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    )
    assert "webhook.app" in loaded
    assert "console.app" in loaded
    assert [name for name in loaded if name.split(".")[0] in {"rasa", "rasa_sdk", "tensorflow", "sklearn", "bot"}] == []
