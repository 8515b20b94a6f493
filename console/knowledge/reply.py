"""A reply as the member reads it, on a page: the messages one below the other."""

from collections.abc import Sequence

from nicegui import ui

from console.layout.frame import box


def bubbles(messages: Sequence[str], offered: Sequence[str] = ()) -> None:
    """Messages, and the entries between which the member chooses. All of it is text."""
    with box("reply"):
        for message in messages:
            ui.label(message).classes("message")
        for name in offered:
            ui.label(name).classes("message choice")
