"""One line of a list: a single element of the page, because a page shows dozens of them and keeps them live."""

from collections.abc import Callable, Sequence

from nicegui import ui

Chips = Sequence[tuple[str, str]]  # text and look: red, amber, green, grey or empty


class LineElement(ui.element, component="line.js"):
    """What the browser shows: texts alone, never markup."""

    def __init__(self, path: str, take: str) -> None:
        super().__init__()
        self.props.update(path=path, take=take, chips=[], name="", wait="", last="", long=False)


class Line:
    """A row (parts/rows.py) that leads to the page at `path`.

    `take`: what its button 接待 is called for who cannot see it; without it there is none.
    """

    def __init__(self, path: str, *, take: str = "", on_take: Callable[[], object] | None = None) -> None:
        self.root = LineElement(path, take)
        self.root.classes("row-line")
        if on_take is not None:
            self.root.on("take", on_take, args=[])
        self.shown: tuple[object, ...] = ()

    def fill(self, name: str, chips: Chips, wait: str, last: str, *, is_long: bool = False) -> None:
        """Bring it to what is given; nothing is sent when it shows that already. `is_long`: somebody should look."""
        wanted = (name, tuple(chips), wait, last, is_long)
        if wanted == self.shown:
            return
        self.shown = wanted
        told = {"name": name, "chips": [list(chip) for chip in chips], "wait": wait, "last": last, "long": is_long}
        self.root.props.update(told)
        self.root.update()
