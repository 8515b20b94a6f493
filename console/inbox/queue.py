"""The list of open cases in three sections, live."""

from collections.abc import Callable
from datetime import datetime

from nicegui import ui

from console.deps import ConsoleDeps
from console.inbox.row import Row
from console.layout.frame import box
from console.parts.rows import Rows
from console.session import Visit
from union.handoff.desk import DeskCase

SHOWN = 50  # a section's rows; the rest is counted


class Section:
    """A heading with its number, and rows or a word on why there are none."""

    def __init__(self, title: str, empty: str, on_take: Callable[[int], object] | None, current: int | None) -> None:
        self.title = title
        with box("section", tag="section"):
            with box(tag="h2"):
                self.heading = ui.label(title)
            self.rows: Rows[DeskCase] = Rows(
                empty, lambda case: case.id, lambda case: Row(case, on_take, case.id == current)
            )
            self.more = ui.label().classes("empty")

    def show(self, cases: list[DeskCase], now: datetime) -> None:
        """Bring the rows to what is given: gone ones go, new ones come, all stand in its order."""
        self.rows.show(cases[:SHOWN], now)
        self.heading.text = f"{self.title}（{len(cases)}）" if cases else self.title
        self.more.set_visibility(len(cases) > SHOWN)
        self.more.text = f"还有 {len(cases) - SHOWN} 位，处理后依次显示"


class Queue:
    """Waiting, mine, colleagues'. `on_take` None: without the button (the narrow list beside a conversation)."""

    def __init__(
        self,
        deps: ConsoleDeps,
        visit: Visit,
        *,
        on_take: Callable[[int], object] | None = None,
        on_count: Callable[[int], None] | None = None,
        current: int | None = None,
    ) -> None:
        self.deps, self.visit, self.on_count = deps, visit, on_count
        self.waiting = Section(
            "等待接待", "现在没有等待的会员。有人转人工时会自动出现在这里，不用刷新。", on_take, current
        )
        self.mine = Section("我正在接待", "您现在没有正在接待的会员。", None, current)
        self.others = Section("同事正在接待", "同事现在没有正在接待的会员。", None, current)

    async def refresh(self) -> None:
        """Read the cases and show them."""
        cases = await self.deps.feed.cases(self.visit.scope)
        if self.waiting.rows.is_deleted:
            return
        now, me = self.deps.clock.now(), self.visit.staff.name
        waiting = [case for case in cases if case.state == "waiting"]
        taken = [case for case in cases if case.state == "taken"]
        self.waiting.show(waiting, now)
        self.mine.show([case for case in taken if case.staff == me], now)
        self.others.show([case for case in taken if case.staff != me], now)
        if self.on_count is not None:
            self.on_count(len(waiting))
