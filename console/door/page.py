"""The sessions of today, and those before and after it: each leads to its door."""

from datetime import datetime, timedelta

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.clock import to_shanghai
from console.deps import ConsoleDeps
from console.door import appeals, checking, guests, scanning
from console.door.words import chips
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import pile_tabs
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.words import clock_time, day
from union.events.bars import appeals as open_appeals
from union.events.door_desk import Door, doors_between

PATH = "/door"
BACK, AHEAD = timedelta(days=30), timedelta(days=14)
PILES = {"today": "今天", "past": "最近 30 天", "ahead": "接下来 14 天"}
NONE = {
    "today": "今天没有活动。别的日子请点上面的“最近 30 天”或“接下来 14 天”。",
    "past": "最近 30 天没有结束的活动。",
    "ahead": "接下来 14 天没有活动。",
}


def add(deps: ConsoleDeps) -> None:
    """Add the pages of the door to the console; the appeals before the sessions, whose path would take theirs."""

    @console_page(PATH, title="签到 · 工会服务台")
    async def door(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "door", lambda here: show(deps, here))

    appeals.add(deps)
    checking.add(deps)
    scanning.add(deps)
    guests.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Doors(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Doors:
    """Piles of sessions in the area of who looks."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        with box("titled"):
            with box(tag="h1"):
                ui.label("活动签到")
            self.appeals = ui.link("报名限制的申诉", appeals.PATH).classes("back", remove="nicegui-link")
        self.pile = pile_tabs(PILES, self.refresh)
        self.rows: Rows[Door] = Rows(NONE["today"], lambda one: one.meeting.id, lambda one: DoorRow(one))

    async def refresh(self) -> None:
        """Read and show."""
        now, pile = self.deps.clock.now(), str(self.pile.value)
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "door"):
                ui.navigate.reload()
                return
            found = await doors_between(session, *_span(pile, now), self.here.scope)
            asked = len(await open_appeals(session, self.here.scope))
        if self.rows.is_deleted:
            return
        if pile == "past":
            found = [one for one in reversed(found) if one.meeting.ends_at < now]
        self.appeals.text = f"报名限制的申诉（{asked}）" if asked else "报名限制的申诉"
        self.rows.empty.text = NONE[pile]
        self.rows.show(found, now)


class DoorRow(Line):
    """One session; the row leads to its door, or to its list once it is over."""

    def __init__(self, one: Door) -> None:
        super().__init__(f"{PATH}/{one.meeting.id}")

    def update(self, one: Door, now: datetime) -> None:
        meeting = one.meeting
        when = f"{day(meeting.starts_at, now)} {clock_time(meeting.starts_at)}"
        self.fill(meeting.title, chips(one, now), when, meeting.place)


def _span(pile: str, now: datetime) -> tuple[datetime, datetime]:
    today = to_shanghai(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = today + timedelta(days=1)
    return {
        "today": (today, tomorrow),
        "past": (now - BACK, now),
        "ahead": (tomorrow, tomorrow + AHEAD),
    }[pile]
