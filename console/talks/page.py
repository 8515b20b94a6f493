"""The list of talks that have ended, searched; each leads to its transcript."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.clock import SHANGHAI
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import search
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.words import clock_time, day
from union.desk.labels import labels, labels_of
from union.desk.models import DeskLabel
from union.handoff.desk import DeskCase, past_cases
from union.handoff.texts import END_REASONS

PATH = "/talks"
ALL = ""
PAGE = 50
SEARCHED = 500  # talks looked through for a label
NONE = "还没有结束的对话。接待结束后会自动出现在这里。"
NOT_FOUND = "没有找到。请换个词，或者放宽时间。"
Labels = Mapping[int, tuple[DeskLabel, ...]]
Labelled = tuple[DeskCase, tuple[tuple[str, str], ...]]


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="对话记录 · 工会服务台")
    async def talks(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "talks", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Talks(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Talks:
    """Filters and rows, the newest first."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here, self.most = deps, here, PAGE
        with box(tag="h1"):
            ui.label("对话记录")
        with box("filters"):
            self.text = search("编号、事项、会员或同事", self.refresh)
            self.label = ui.select({ALL: "全部标签"}, value=ALL, label="标签", on_change=self.refresh)
            self.label.props("outlined dense options-dense")
            self.since = self._date("从哪天")
            self.until = self._date("到哪天")
        self.rows: Rows[Labelled] = Rows(NONE, lambda one: one[0].id, lambda one: TalkRow(one[0]))
        self.more = ui.button("显示更早的对话", on_click=self.show_more).props("flat dense").classes("earlier")

    def _date(self, label: str) -> ui.input:
        return ui.input(label, on_change=self.refresh).props('outlined dense type="date" stack-label')

    async def show_more(self) -> None:
        self.most += PAGE
        await self.refresh()

    async def refresh(self) -> None:
        """Read and show."""
        label = int(self.label.value) if self.label.value else None
        text = str(self.text.value or "")
        since, before = start_of(self.since.value), end_of(self.until.value)
        most = self.most if label is None else SEARCHED
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "talks"):
                ui.navigate.reload()
                return
            found = await past_cases(session, self.here.scope, text, since, before, most)
            has = await labels_of(session, [one.id for one in found])
            names = {ALL: "全部标签", **{str(one.id): one.name for one in await labels(session)}}
        if self.rows.is_deleted:
            return
        if names != self.label.options:
            self.label.set_options(names)
        self._show([one for one in found if label is None or label in {mine.id for mine in has.get(one.id, ())}], has)
        self.rows.empty.text = NOT_FOUND if text.strip() or label or since or before else NONE

    def _show(self, found: list[DeskCase], has: Labels) -> None:
        shown = [(one, tuple((mine.name, mine.look) for mine in has.get(one.id, ()))) for one in found[: self.most]]
        self.rows.show(shown, self.deps.clock.now())
        self.more.set_visibility(len(found) >= self.most)


class TalkRow(Line):
    """One talk; the row leads to its transcript."""

    def __init__(self, case: DeskCase) -> None:
        super().__init__(f"/conversation/{case.id}")

    def update(self, labelled: Labelled, now: datetime) -> None:
        case, labels = labelled
        chips = [(case.topic or "未注明事项", "" if case.topic else "grey"), *labels]
        chips += [(f"留言 {case.number}", "amber")] if case.number else []
        chips += [(f"评价 {case.rating} 分", "green" if case.rating >= 4 else "amber")] if case.rating else []
        self.fill(case.member, chips, f"{day(case.asked_at, now)} {clock_time(case.asked_at)}", ended(case))


def ended(case: DeskCase) -> str:
    """小王接待　已解决; how it came to its end."""
    who = f"{case.staff}接待" if case.staff else "没有人接待"
    if case.ended_by == "member":
        return f"{who}　会员自己结束"
    return "　".join(filter(None, (who, END_REASONS.get(case.ended_why, ""), case.group, case.area)))


def start_of(text: str | None) -> datetime | None:
    """The first moment of a day typed as 2026-11-20; None for anything else."""
    try:
        return datetime.combine(date.fromisoformat(text or ""), time(), SHANGHAI)
    except ValueError:
        return None


def end_of(text: str | None) -> datetime | None:
    """The first moment after it."""
    start = start_of(text)
    return start + timedelta(days=1) if start else None
