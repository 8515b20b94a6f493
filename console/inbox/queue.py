"""The list of open cases in three sections, live."""

from collections.abc import Callable
from datetime import datetime

from nicegui import ui

from console.deps import ConsoleDeps
from console.inbox.alerts import Alerts
from console.inbox.filtering import Filtering, Labels
from console.inbox.row import Row
from console.layout.frame import box
from console.parts.rows import Rows
from console.session import Visit
from union.handoff.desk import DeskCase

SHOWN, SHOWN_BESIDE = 24, 8  # a section's rows in the inbox and beside a talk; the rest is counted
Labelled = tuple[DeskCase, tuple[tuple[str, str], ...]]  # with name and look of its labels
NOTHING_FITS = "没有符合条件的对话。"


class Section:
    """A heading with its number, and rows or a word on why there are none."""

    def __init__(self, title: str, empty: str, on_take: Callable[[int], object] | None, current: int | None) -> None:
        self.title, self.why_empty = title, empty
        self.most = SHOWN if current is None else SHOWN_BESIDE
        with box("section", tag="section"):
            with box(tag="h2"):
                self.heading = ui.label(title)
            self.rows: Rows[Labelled] = Rows(
                empty, lambda one: one[0].id, lambda one: Row(one[0], on_take, one[0].id == current)
            )
            self.more = ui.label().classes("empty")

    def show(self, cases: list[DeskCase], labels: Labels, now: datetime, *, is_filtered: bool) -> None:
        """Bring the rows to what is given: gone ones go, new ones come, all stand in its order."""
        first = cases[: self.most]
        shown = [(case, tuple((label.name, label.look) for label in labels.get(case.id, ()))) for case in first]
        self.rows.empty.text = NOTHING_FITS if is_filtered else self.why_empty
        self.rows.show(shown, now)
        self.heading.text = f"{self.title}（{len(cases)}）" if cases else self.title
        self.more.set_visibility(len(cases) > self.most)
        self.more.text = f"还有 {len(cases) - self.most} 位，处理后依次显示"


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
        self.filtering = Filtering(self.refresh) if on_take is not None else None
        self.alerts = Alerts()
        self.waiting = Section(
            "等待接待", "现在没有等待的会员。有人转人工时会自动出现在这里，不用刷新。", on_take, current
        )
        self.mine = Section("我正在接待", "您现在没有正在接待的会员。", None, current)
        self.others = Section("同事正在接待", "同事现在没有正在接待的会员。", None, current)

    async def refresh(self) -> None:
        """Read the cases and show them."""
        cases, labels = await self.deps.feed.cases(self.visit.scope)
        if self.waiting.rows.is_deleted:
            return
        all_waiting = [case for case in cases if case.state != "taken"]
        self.alerts.look(all_waiting)
        if self.on_count is not None:
            self.on_count(len(all_waiting))
        is_filtered = False
        if self.filtering is not None:
            self.filtering.offer(cases, labels)
            is_filtered = self.filtering.is_on
            cases = self.filtering.shown(cases, labels, self.visit.staff.name) if is_filtered else cases
        self._show(cases, labels, is_filtered=is_filtered)

    def _show(self, cases: list[DeskCase], labels: Labels, *, is_filtered: bool) -> None:
        now, me = self.deps.clock.now(), self.visit.staff.name
        waiting = [case for case in cases if case.state != "taken"]
        mine = [case for case in cases if case.state == "taken" and case.staff == me]
        others = [case for case in cases if case.state == "taken" and case.staff != me]
        for section, found in ((self.waiting, waiting), (self.mine, mine), (self.others, others)):
            section.show(found, labels, now, is_filtered=is_filtered)
