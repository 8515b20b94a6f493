"""A session of an event by form: one more, or another time or place."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.events.acting import Acting
from console.events.changing import GONE, LIST, known
from console.events.choices import areas
from console.events.fields import session_sections
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.facts import back
from console.parts.fields import Answers
from console.parts.form import Form, Wrong
from console.parts.opening import nowhere, open_page
from console.session import Visit
from union.events.entering.session_form import session_answers
from union.events.managing import event_of
from union.events.models import Event, EventSession
from union.events.session_desk import change_session_by_form, enter_session

TOLD = "改时间、地点或名称，已报名的会员会收到通知，提醒也会跟着改。"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console."""

    @console_page(LIST + "/{event_id}/add", title="加一场 · 工会服务台")
    async def add_one(request: Request, event_id: str) -> RedirectResponse | None:
        path = f"{LIST}/{known(event_id)}/add"
        return await open_page(deps, request, path, "events", lambda here: show(deps, here, known(event_id), ""))

    @console_page(LIST + "/{event_id}/{session_id}/change", title="修改场次 · 工会服务台")
    async def change(request: Request, event_id: str, session_id: str) -> RedirectResponse | None:
        ids = known(event_id), known(session_id)
        path = f"{LIST}/{ids[0]}/{ids[1]}/change"
        return await open_page(deps, request, path, "events", lambda here: show(deps, here, *ids))


async def show(deps: ConsoleDeps, here: Visit, event_id: str, session_id: str) -> None:
    """Build the page; without a `session_id`, of a new one."""
    async with deps.database.read() as session:
        event = await event_of(session, here.scope, event_id)
    one = next((one for one in event.sessions if one.id == session_id), None) if event else None
    if event is None or (session_id and one is None):
        nowhere(here, "没有找到这一场", GONE, path=LIST, label="活动")
        return
    with frame(here, here=LIST), box("inbox"):
        back(event.title, f"{LIST}/{event_id}" + (f"/{one.id}" if one else ""))
        with box(tag="h1"):
            ui.label("修改这一场" if one else "加一场")
        if one and event.status == "open":
            ui.label(TOLD).classes("hint")
        SessionForm(deps, here, event, one)


class SessionForm:
    """The form, and what is done with it."""

    def __init__(self, deps: ConsoleDeps, here: Visit, event: Event, one: EventSession | None) -> None:
        self.deps, self.here, self.event_id = deps, here, event.id
        self.session_id = one.id if one else ""
        self.acting = Acting(deps, here, event.id)
        self.before: Answers = session_answers(one) if one else {}
        form = Form(session_sections(is_new=one is None), "保存" if one else "加上这一场", self.done)
        form.fill(self.before)

    async def done(self, answers: Answers, key: str) -> Wrong:
        scope, name, now = self.here.scope, self.here.staff.name, self.deps.clock.now()
        if self.session_id:
            written, wrong = await self.acting.by_field(
                lambda s: change_session_by_form(
                    s, scope, self.session_id, self.before, answers, areas(), key=key, by=name, now=now
                ),
                "已保存",
                what="修改活动场次",
            )
        else:
            written, wrong = await self.acting.by_field(
                lambda s: enter_session(s, scope, self.event_id, answers, areas(), key=key, now=now),
                "已加上",
                what="加一场活动",
            )
        if written is not None:
            ui.navigate.to(f"{LIST}/{self.event_id}" + (f"/{self.session_id}" if self.session_id else ""))
        return wrong
