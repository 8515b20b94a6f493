"""What a question finds: how it ends, the reply, and the entries with what speaks for each."""

from collections.abc import Callable

from nicegui import ui

from console.knowledge.reply import bubbles
from console.knowledge.words import KINDS, OUTCOMES
from console.layout.frame import box
from knowledge.trying import Ranked, Tried

NOTHING = "没有找到沾边的条目。"


def show_tried(title: str, tried: Tried) -> None:
    """One reading of a question."""
    with box("section", tag="section"):
        with box("name", tag="h2"):
            ui.label(title)
            text, look = OUTCOMES[tried.outcome]
            ui.label(text).classes(f"chip {look}")
        bubbles(tried.reply, tried.offered)
        for one in tried.ranked:
            show_ranked(one)
        if not tried.ranked:
            ui.label(NOTHING).classes("empty")


def show_ranked(one: Ranked, beside: Callable[[], object] | None = None) -> None:
    """One entry found; `beside`: builds what may be done with it."""
    with box("row-work ranked"):
        with box("text"):
            with box("name"):
                ui.link(one.name, f"/knowledge/{one.kind}/{one.entry_id}")
                ui.label(KINDS[one.kind]).classes("chip grey")
                ui.label(f"{one.score:.0%}").classes("chip").tooltip("机器人有多大把握会员问的是它")
            words = f"对上的字：{'、'.join(one.words)}" if one.words else "没有对上的字，只是意思相近"
            ui.label("；".join([words, *one.why])).classes("hint")
        if beside is not None:
            beside()
