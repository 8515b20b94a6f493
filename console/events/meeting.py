"""One session of an event: numbers, places, who is signed up, the draw, what was thought of it."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.events.changing import GONE, LIST, known
from console.events.drawing import Drawing
from console.events.people import People
from console.events.places import PlacesPart
from console.events.session_steps import SessionSteps
from console.events.words import area, at, stage_chip
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.facts import back, facts, heading
from console.parts.opening import nowhere, open_page
from console.session import Visit
from union.events.drawing import draw_of
from union.events.meeting import Meeting
from union.events.overview import find_event
from union.events.ratings import Verdict, comments, verdict
from union.events.stages import stage_of, taken_of

Told = tuple[Meeting, Verdict, tuple[tuple[int, str], ...]]


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{event_id}/{session_id}", title="场次 · 工会服务台")
    async def session(request: Request, event_id: str, session_id: str) -> RedirectResponse | None:
        ids = known(event_id), known(session_id)
        path = f"{LIST}/{ids[0]}/{ids[1]}"
        return await open_page(deps, request, path, "events", lambda here: show(deps, here, *ids))


async def find(deps: ConsoleDeps, here: Visit, event_id: str, session_id: str) -> Meeting | None:
    """The session, if the account may see its event."""
    async with deps.database.read() as session:
        found = await find_event(session, event_id, deps.clock.now(), scope=here.scope)
    return next((one for one in found.sessions if one.id == session_id), None) if found else None


async def show(deps: ConsoleDeps, here: Visit, event_id: str, session_id: str) -> None:
    """Build the page."""
    one = await find(deps, here, event_id, session_id)
    if one is None:
        nowhere(here, "没有找到这一场", GONE, path=LIST, label="活动")
        return
    with frame(here, here=LIST), box("inbox"):
        page = SessionPage(deps, here, one)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class SessionPage:
    """Shown anew when something changed; the dialogs stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, one: Meeting) -> None:
        self.deps, self.here, self.event_id, self.session_id = deps, here, one.event_id, one.id
        self.shown: Told | None = None
        back(one.event_title, f"{LIST}/{one.event_id}")
        self.head = box("sheet")
        self.places = PlacesPart(deps, here, one.event_id, self.refresh)
        self.drawing = Drawing(deps)
        self.people = People(deps, here, one.id)
        self.ratings = box("sheet")
        with box("actions", tag="section").props('aria-label="处理"'):
            self.steps = SessionSteps(deps, here, one, self.refresh)

    async def refresh(self) -> None:
        now = self.deps.clock.now()
        one = await find(self.deps, self.here, self.event_id, self.session_id)
        async with self.deps.database.read() as session:
            allowed = await is_allowed(session, self.here, "events")
            draw = await draw_of(session, self.session_id, scope=self.here.scope)
            liked = await verdict(session, self.session_id), tuple(await comments(session, self.session_id))
        if self.head.is_deleted or self.steps.is_leaving:
            return
        if one is None or not allowed:
            ui.navigate.reload()
            return
        self.steps.show(one, now)
        self.drawing.show(draw, now)
        self.places.show(one, can_change=one.status in ("draft", "open") and one.ends_at > now)
        if (shown := (one, *liked)) != self.shown:
            self.shown = shown
            self._fill(one)
            self._rate(*liked)
        await self.people.refresh()

    def _fill(self, one: Meeting) -> None:
        now, (taken, capacity) = self.deps.clock.now(), taken_of(one)
        group = f"{at(one.group_deadline, now)} 前满 {one.min_group} 人" if one.group_deadline else ""
        self.head.clear()
        with self.head:
            with box("name", tag="h1"):
                ui.label(one.title)
                text, look = stage_chip(stage_of(one, now))
                ui.label(text).classes(f"chip {look}").mark("stage")
            facts(
                [
                    ("时间", one.when),
                    ("地点", f"{area(one)}，{one.place}"),
                    ("报名", f"{at(one.sign_up_opens, now)} 到 {at(one.sign_up_closes, now)}"),
                    ("名额", f"已报 {taken}/{capacity}"),
                    ("成团", group),
                ]
            )

    def _rate(self, liked: Verdict, words: tuple[tuple[int, str], ...]) -> None:
        self.ratings.clear()
        if not liked.asked:
            return
        with self.ratings:
            heading("评价")
            mean = f"{liked.mean:.1f} 分（满分 5 分）" if liked.mean is not None else "还没有人评"
            facts([("平均", mean), ("评了", f"{liked.answered} 人，问了 {liked.asked} 人")])
            for stars, text in words:
                with box("paper"):
                    ui.label("★" * stars + "☆" * (5 - stars)).props(f'aria-label="{stars} 分"')
                    ui.label(text).classes("plain")
