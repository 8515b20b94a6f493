"""One event: how it stands, its sessions, what it asks, what members read; published, copied, called off from here."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.events.changing import GONE, LIST, known
from console.events.questions import Questions
from console.events.steps import Steps
from console.events.words import area, at, chips, numbers, stage_chip
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.facts import back, facts, heading
from console.parts.line import Line as RowLine
from console.parts.opening import nowhere, open_page
from console.parts.rows import Rows
from console.session import Visit
from union.events.describe import how_to_get_in, who_may
from union.events.meeting import Meeting
from union.events.overview import Line, find_event
from union.events.preview import confirmation, reminder, shown_in_chat
from union.events.stages import stage_of, taken_of


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{event_id}", title="活动 · 工会服务台")
    async def event(request: Request, event_id: str) -> RedirectResponse | None:
        wanted = known(event_id)
        return await open_page(deps, request, f"{LIST}/{wanted}", "events", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, event_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await find_event(session, event_id, deps.clock.now(), scope=here.scope)
    if found is None:
        nowhere(here, "没有找到这个活动", GONE, path=LIST, label="活动")
        return
    with frame(here, here=LIST), box("inbox"):
        page = EventPage(deps, here, event_id)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class EventPage:
    """Shown anew when something changed; the dialogs stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, event_id: str) -> None:
        self.deps, self.here, self.event_id = deps, here, event_id
        self.shown: tuple[Line, str] | None = None
        back("活动", LIST)
        self.head = box("sheet")
        with box("section", tag="section"):
            heading("场次")
            self.sessions: Rows[Meeting] = Rows("没有场次。", lambda one: one.id, SessionRow)
            add_path = f"{LIST}/{event_id}/add"
            self.add = ui.button("加一场", on_click=lambda: ui.navigate.to(add_path)).props("outline")
        self.questions = Questions(deps, here, event_id, self.refresh)
        self.preview = box("sheet")
        with box("actions", tag="section").props('aria-label="处理"'):
            self.steps = Steps(deps, here, event_id, self.refresh)

    async def refresh(self) -> None:
        now = self.deps.clock.now()
        async with self.deps.database.read() as session:
            found = await find_event(session, self.event_id, now, scope=self.here.scope)
            allowed = await is_allowed(session, self.here, "events")
        if self.head.is_deleted or self.steps.is_leaving:
            return
        if found is None or not allowed:
            ui.navigate.reload()
            return
        shown = found, shown_in_chat(found.sessions, now)
        if shown == self.shown:
            return
        self.shown = shown
        is_alive = found.stage not in ("over", "called_off")
        self.sessions.show(found.sessions, now)
        self.add.set_visibility(is_alive)
        self.questions.show(found.event.questions, can_change=is_alive)
        self.steps.show(found)
        self._fill(found, now)
        self._preview(found, shown[1])

    def _fill(self, one: Line, now: datetime) -> None:
        event, closes = one.event, max(session.sign_up_closes for session in one.sessions)
        self.head.clear()
        with self.head:
            with box("name", tag="h1"):
                ui.label(event.event_title)
                for text, look in chips(one):
                    ui.label(text).classes(f"chip {look}")
            facts(
                [
                    ("名额", numbers(one)),
                    ("地点", f"{area(event)}，{event.place}"),
                    ("主办", event.organiser),
                    ("报名", f"{at(event.sign_up_opens, now)} 到 {at(closes, now)}"),
                    ("方式", how_to_get_in(event)),
                    ("面向", who_may(event)),
                    ("介绍", event.description),
                ]
            )

    def _preview(self, one: Line, chat: str) -> None:
        self.preview.clear()
        with self.preview:
            heading("会员问起时会看到")
            ui.label(chat).classes("words").mark("preview")
            with ui.expansion("报名后收到的通知").props("dense").classes("notices-preview"):
                first = one.event
                for text in (confirmation(first), *(() if first.way == "lottery" else (reminder(first),))):
                    ui.label(text).classes("words")


class SessionRow(RowLine):
    """One session; the row leads to its page."""

    def __init__(self, one: Meeting) -> None:
        super().__init__(f"{LIST}/{one.event_id}/{one.id}")

    def update(self, one: Meeting, now: datetime) -> None:
        taken, capacity = taken_of(one)
        name = f"{one.when}　{one.session_title}".rstrip()
        self.fill(name, [stage_chip(stage_of(one, now))], f"已报 {taken}/{capacity}", one.place)
