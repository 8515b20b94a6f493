"""Changing an event by the form it was entered with; only what was touched is written."""

import re

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.events.acting import Acting
from console.events.choices import areas, holders
from console.events.entering import follow_city
from console.events.fields import event_sections
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.facts import back
from console.parts.fields import Answers
from console.parts.form import Form, Wrong
from console.parts.opening import nowhere, open_page
from console.session import Visit
from union.events.entering.event_form import event_answers
from union.events.managing import change_by_form, event_of

LIST = "/events"
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
GONE = "它可能已被同事删除，或者不归您管理。"
TOLD = "改名称或地点，已报名的会员会收到通知；别的改动不会打扰他们。规则只对以后的报名有效。"
DRAFT = "还是草稿，怎么改会员都看不到。"


def known(event_id: str) -> str:
    """An id as it may stand in an address."""
    return event_id if ID.fullmatch(event_id) else "-"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{event_id}/change", title="修改活动 · 工会服务台")
    async def change(request: Request, event_id: str) -> RedirectResponse | None:
        wanted = known(event_id)
        path = f"{LIST}/{wanted}/change"
        return await open_page(deps, request, path, "events", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, event_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        event = await event_of(session, here.scope, event_id)
        choice = await holders(session, here)
    if event is None:
        nowhere(here, "没有找到这个活动", GONE, path=LIST, label="活动")
        return
    acting, page = Acting(deps, here, event_id), f"{LIST}/{event_id}"
    before: Answers = event_answers(event)
    if choice and (event.union_id or "") in {"", *choice}:
        before["holder"] = event.union_id or ""
    else:
        choice = {}  # it is in the hands of a union above: it stays there

    async def done(answers: Answers, key: str) -> Wrong:
        name, now = here.staff.name, deps.clock.now()
        written, wrong = await acting.by_field(
            lambda s: change_by_form(s, here.scope, event_id, before, answers, areas(), key=key, by=name, now=now),
            "已保存",
            what="修改活动",
        )
        if written is not None:
            ui.navigate.to(page)
        return wrong

    with frame(here, here=LIST), box("inbox"):
        back(event.title, page)
        with box(tag="h1"):
            ui.label("修改活动")
        ui.label(DRAFT if event.status == "draft" else TOLD).classes("hint")
        form = Form(event_sections(choice, event), "保存", done)
        follow_city(form)
        form.fill({name: value for name, value in before.items() if name != "district"})
        form.fill({"district": event.district})
