"""A list whose rows are updated in place, so that the focus stays where it is."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from nicegui import ui

from console.layout.frame import box

T = TypeVar("T")
Shown = TypeVar("Shown", contravariant=True)


class Row(Protocol[Shown]):
    """One line of a list."""

    @property
    def root(self) -> ui.element: ...

    def update(self, item: Shown, now: datetime, /) -> None: ...


class Rows(Generic[T]):
    """The rows in the order given, or a word on why there are none."""

    def __init__(self, empty: str, key: Callable[[T], Hashable], row: Callable[[T], Row[T]]) -> None:
        self.key, self.row = key, row
        self.rows: dict[Hashable, Row[T]] = {}
        self.empty = ui.label(empty).classes("empty")
        self.list = box("rows")

    @property
    def is_deleted(self) -> bool:
        """Whether the page was closed while the items were read."""
        return self.list.is_deleted

    def show(self, items: Sequence[T], now: datetime) -> None:
        """Bring the rows to what is given."""
        shown = {self.key(item) for item in items}
        for gone in self.rows.keys() - shown:
            self.rows.pop(gone).root.delete()
        for index, item in enumerate(items):
            self._place(item, index, now)
        self.empty.set_visibility(not items)

    def _place(self, item: T, index: int, now: datetime) -> None:
        row = self.rows.get(self.key(item))
        if row is None:
            with self.list:
                row = self.rows[self.key(item)] = self.row(item)
        row.update(item, now)
        if self.list.default_slot.children[index] is not row.root:
            row.root.move(target_index=index)
