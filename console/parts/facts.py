"""Labels with what belongs to them. What a member wrote is text, never markup."""

from collections.abc import Iterable

from nicegui import ui

from console.layout.frame import box
from console.parts.hidden import Hidden, hidden


def facts(lines: Iterable[tuple[str, str | Hidden]]) -> None:
    """One line each; those without a value are left out, and a `Hidden` one stands masked."""
    with box("facts", tag="dl"):
        for label, value in lines:
            if value:
                with box(tag="dt"):
                    ui.label(label)
                with box(tag="dd"):
                    hidden(value) if isinstance(value, Hidden) else ui.label(value)


def heading(text: str) -> None:
    """The heading of a section."""
    with box(tag="h2"):
        ui.label(text)


def back(label: str, path: str) -> None:
    """The way back to the list."""
    ui.link(f"‹ {label}", path).classes("back", remove="nicegui-link")
