"""Numbers in rows and columns; on a phone it is moved sideways within its frame."""

from collections.abc import Sequence

from nicegui import ui

from console.layout.frame import box


class Table:
    """Built anew only where something changed. The first column is what the others are about."""

    def __init__(self, head: Sequence[str], *, label: str) -> None:
        self.head = tuple(head)
        self.shown: tuple[tuple[str, ...], ...] | None = None
        with box("table-box").props(f'tabindex="0" role="region" aria-label="{label}"') as self.root:
            self.table = box(tag="table")

    def show(self, rows: Sequence[Sequence[object]]) -> None:
        """One list of cells each; None is an empty cell. Without rows nothing is seen."""
        shown = tuple(tuple("—" if cell is None else str(cell) for cell in row) for row in rows)
        self.root.set_visibility(bool(shown))
        if shown == self.shown:
            return
        self.shown = shown
        self.table.clear()
        with self.table:
            with box(tag="thead"), box(tag="tr"):
                for name in self.head:
                    with box(tag="th").props('scope="col"'):
                        ui.label(name)
            with box(tag="tbody"):
                for row in shown:
                    with box(tag="tr"):
                        for cell in row:
                            with box(tag="td"):
                                ui.label(cell)
