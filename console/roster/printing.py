"""Codes as slips to cut apart: seen this once, printed by the browser."""

from collections.abc import Sequence

from nicegui import ui

from console.layout.frame import box
from union.roster.codes import Issued
from union.wording import day

MOST = 200  # more are better printed from the spreadsheet


class Slips:
    """Empty until codes were given out; gone with the page."""

    def __init__(self) -> None:
        self.root = box("section")

    def show(self, given: Sequence[Issued]) -> None:
        self.root.clear()
        if not 0 < len(given) <= MOST:
            return
        with self.root:
            ui.label("也可以直接打印，裁开发给会员。离开这一页后不能再看到：").classes("hint")
            ui.button("打印绑定码", icon="print").props("outline").on("click", js_handler="() => window.print()")
            with box("slips"):
                for one in given:
                    with box("slip"):
                        ui.label(f"{one.union}　{one.name}")
                        ui.label(one.printed).classes("code")
                        ui.label(
                            f"在公众号里说“绑定会员”，再发这个码。{day(one.expires_at)}前有效，只能用一次。"
                        ).classes("hint")
