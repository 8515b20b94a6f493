"""A member's line of time: what, when, how it stands, and the way to the matter itself."""

from collections.abc import Sequence
from datetime import datetime

from nicegui import ui

from console.layout.frame import box
from console.members.words import KINDS, path_of
from console.words import clock_time, day
from union.dossier.entry import Entry

NONE = "还没有报名、预约、申请或别的事。"


def show_timeline(entries: Sequence[Entry], role: str, now: datetime) -> None:
    """The newest first; one that has a page this role may open leads there."""
    if not entries:
        ui.label(NONE).classes("empty")
        return
    with box("timeline", tag="ol"):
        for entry in entries:
            with box(tag="li"):
                ui.label(f"{day(entry.at, now)} {clock_time(entry.at)}").classes("when")
                ui.label(KINDS[entry.kind][0]).classes("chip grey")
                path = path_of(entry, role)
                if path:
                    ui.link(entry.title, path).classes("what", remove="nicegui-link")
                else:
                    ui.label(entry.title).classes("what")
                ui.label(entry.state).classes("state")
