"""A page of the console: NiceGUI's, with the patience that a busy machine needs."""

from typing import Any

from nicegui import ui

PATIENCE = 20.0  # seconds until a page that is still being built is given up; NiceGUI's own 3 show nothing at all


def console_page(path: str, *, title: str) -> Any:
    """Decorates the function that builds the page at `path`."""
    return ui.page(path, title=title, response_timeout=PATIENCE)
