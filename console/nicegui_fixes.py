"""Where NiceGUI 3.17 wastes, mended in one place; tests/console/test_nicegui_fixes.py holds it against that version."""

from collections.abc import Callable
from functools import cache
from types import MethodType
from typing import Any

from nicegui import helpers


def apply() -> None:
    """Mend NiceGUI in this process; calling twice changes nothing."""
    if not hasattr(helpers.expects_arguments, "of"):
        vars(helpers)["expects_arguments"] = remembered(helpers.expects_arguments)


def remembered(expects_arguments: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Ask once for each method whether it wants arguments.

    NiceGUI asks `inspect.signature` three times for each element it makes, always of the same three methods: a third
    of the time that a page takes.
    """

    @cache
    def of_method(function: Callable[..., Any]) -> bool:
        return expects_arguments(MethodType(function, object()))  # whose it is does not matter to its signature

    def asked(handler: Any) -> bool:
        return of_method(handler.__func__) if isinstance(handler, MethodType) else expects_arguments(handler)

    asked.of = expects_arguments  # type: ignore[attr-defined]
    return asked
