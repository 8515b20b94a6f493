"""What one chooses above a list."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui


def pile_tabs(names: Mapping[Any, str], refresh: Callable[[], Awaitable[None]]) -> ui.toggle:
    """One pile of several; the first is chosen."""
    tabs = ui.toggle(dict(names), value=next(iter(names)), on_change=refresh)
    tabs.props("unelevated no-caps toggle-color=primary color=white text-color=primary").classes("piles")
    return tabs


def search(label: str, refresh: Callable[[], Awaitable[None]]) -> ui.input:
    """A field that looks for one thing while one types."""
    field = ui.input(label, on_change=refresh).props("outlined dense clearable debounce=300 maxlength=40")
    return field.classes("search")


def chosen(select: ui.select) -> str | None:
    """The value, None for all."""
    return select.value or None
