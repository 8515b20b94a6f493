"""Rasa without TensorFlow, and without the other parts of it that nobody here uses.

Rasa imports tensorflow and keras at the top of many modules, but a pipeline without DIET, TED and
ResponseSelector never calls them; likewise the clients of channels, brokers, tracker stores and clouds.
This import finder answers those imports with empty modules whose attributes are dummy classes: 2.2 GB less
to install, and a third of the memory and of the start (docs/adr/0002-rasa-without-tensorflow.md).
"""

import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

# Steps aside where TensorFlow is installed, and so wanted.
TENSORFLOW = ("tensorflow", "keras", "tensorflow_text", "tensorflow_hub", "tensorflow_addons")
# Never wanted: not even required any more (pyproject.toml).
UNUSED = (
    # channels
    "aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk",
    # event brokers, tracker stores, model storage
    "aio_pika", "aiormq", "boto3", "botocore", "confluent_kafka", "google.auth", "google.oauth2", "psycopg2", "pymongo",
    # plots, error reports
    "matplotlib", "pydot", "sentry_sdk", "structlog_sentry",
)  # fmt: skip


class _Dummy:
    """Stands for any class or function of TensorFlow: can be subclassed and called, does nothing."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None: ...

    def __call__(self, *args: Any, **_kwargs: Any) -> Any:
        """As a decorator it hands back what it decorates."""
        return args[0] if args and callable(args[0]) else self

    def __class_getitem__(cls, _item: Any) -> type:
        return cls


class _Module(ModuleType):
    __path__: list[str] = []  # noqa: RUF012  (makes it a package, so that submodules can be imported)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name[0].islower():  # tf.keras, tf.nn …: a submodule reached as an attribute
            return importlib.import_module(f"{self.__name__}.{name}") if name.isidentifier() else _Dummy()
        dummy = type(name, (_Dummy,), {})
        setattr(self, name, dummy)
        return dummy


class _Finder:
    def __init__(self, stands_in_for: Sequence[str]) -> None:
        self.stands_in_for = stands_in_for

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not any(name == one or name.startswith(f"{one}.") for one in self.stands_in_for):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


def install() -> None:
    """Put the stand-in in place. Call before the first `import rasa`; calling twice changes nothing."""
    import numpy

    # numpy 2 moved it; Rasa 3.6 reads it from the top.
    if not hasattr(numpy, "VisibleDeprecationWarning"):
        numpy.VisibleDeprecationWarning = numpy.exceptions.VisibleDeprecationWarning  # type: ignore[attr-defined]
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    has_tensorflow = importlib.util.find_spec("tensorflow") is not None
    sys.meta_path.insert(0, _Finder(UNUSED if has_tensorflow else UNUSED + TENSORFLOW))
