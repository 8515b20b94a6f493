"""The mend of NiceGUI, held against the pinned version: when NiceGUI changes, these say what to look at again."""

import importlib.metadata
import inspect

import nicegui.events
import nicegui.observables
import pytest
from nicegui import helpers

from console import nicegui_fixes


class Some:
    """Handlers of each kind."""

    def plain(self) -> None: ...

    def wants(self, event: object) -> None: ...

    def may(self, event: object = None) -> None: ...

    @classmethod
    def of_class(cls, event: object) -> None: ...


HANDLERS = (Some().plain, Some().wants, Some().may, Some.of_class, lambda: None, lambda event: None, print)


def test_nicegui_is_the_version_that_was_mended() -> None:
    assert importlib.metadata.version("nicegui").startswith("3.17.")


def test_the_answer_is_nicegui_s_own() -> None:
    asked = nicegui_fixes.remembered(helpers.expects_arguments)
    for _ in range(2):
        assert [asked(one) for one in HANDLERS] == [False, True, False, True, False, True, False]


def test_a_method_is_looked_into_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []

    def counted(handler: object) -> bool:
        looked.append(handler)
        return False

    asked = nicegui_fixes.remembered(counted)
    for _ in range(5):
        asked(Some().plain)
    assert len(looked) == 1


def test_nicegui_asks_by_the_module_so_that_the_mend_is_heard() -> None:
    for module in (nicegui.observables, nicegui.events):
        assert "helpers.expects_arguments(" in inspect.getsource(module)
