"""A page of the console: NiceGUI's, with the patience that a busy machine needs."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from nicegui import ui

PATIENCE = 20.0  # seconds until a page that is still being built is given up; NiceGUI's own 3 show nothing at all

Build = TypeVar("Build", bound=Callable[..., Any])


def console_page(path: str, *, title: str) -> Callable[[Build], Build]:
    """Decorates the function that builds the page at `path`."""
    return cast(Callable[[Build], Build], ui.page(path, title=title, response_timeout=PATIENCE))
