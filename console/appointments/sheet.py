"""One talk: who comes, what they told (where it may be read), what came of it."""

import re
from collections.abc import Callable

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.appointments.moving import Moving
from console.appointments.recording import Recording
from console.appointments.words import (
    EXAMPLES,
    OUTCOME_NAMES,
    PRIVATE,
    STEPS,
    intake_facts,
    status_chip,
    times,
    what,
)
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts, heading
from console.parts.hidden import Hidden
from console.parts.opening import NOT_YOURS, nowhere, open_page
from console.parts.pictures import gallery
from console.session import Visit
from console.words import clock_time, day
from union.legal_aid.desk import Card
from union.legal_aid.privacy import Reader
from union.legal_aid.talk import Talk, talk
from union.members.rules import masked_name
from union.privacy.masking import masked
from union.staff.rules import may

LIST = "/appointments"
CODE = re.compile(r"[0-9A-Z]{4,16}")
GONE = "它可能已被会员删除，或者预约码抄错了。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{code}", title="预约 · 工会服务台")
    async def appointment(request: Request, code: str) -> RedirectResponse | None:
        wanted = code.upper() if CODE.fullmatch(code.upper()) else "-"
        return await open_page(deps, request, f"{LIST}/{wanted}", "appointments", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, code: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await talk(session, reader_of(here), code, here.scope)
    if found is None:
        nowhere(here, "没有找到这个预约", GONE, path=LIST, label="预约")
    elif not may_open(here, found):
        nowhere(here, "这个预约不由您接待", NOT_YOURS, path=LIST, label="预约")
    else:
        with frame(here, here=LIST), box("inbox"):
            page = TalkPage(deps, here, code)
        await page.refresh()
        deps.live.keep_fresh(page.refresh, only_while=here.holds)


def reader_of(here: Visit) -> Reader:
    return Reader(here.staff.name, here.staff.role)


def may_open(here: Visit, found: Talk) -> bool:
    """A lawyer opens their own talks."""
    return may(here.staff.role, "all_appointments") or found.is_of(here.staff.name)


class TalkPage:
    """Shown anew when something changed; the dialogs stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, code: str) -> None:
        self.deps, self.here, self.code = deps, here, code
        self.shown: tuple[Talk, tuple[str, str]] | None = None
        back("预约", LIST)
        self.body = box("sheet")
        with box("actions", tag="section").props('aria-label="处理"'):
            self.recording = Recording(deps, here, self.refresh, self.sees)
            self.moving = Moving(deps, here, self.refresh, self.sees)
        self.do = Doing(deps, here, "appointments", self.sees)

    async def _find(self, session: AsyncSession) -> Talk | None:
        return await talk(session, reader_of(self.here), self.code, self.here.scope)

    async def sees(self, session: AsyncSession) -> bool:
        found = await self._find(session)
        return found is not None and may_open(self.here, found)

    async def refresh(self) -> None:
        now = self.deps.clock.now()
        async with self.deps.database.read() as session:
            found = await self._find(session)
            allowed = await is_allowed(session, self.here, "appointments")
        if self.body.is_deleted:
            return
        if found is None or not allowed or not may_open(self.here, found):
            ui.navigate.reload()
            return
        shown = found, status_chip(found.card, now)
        self.recording.show(found, now)
        self.moving.show(found, now)
        if shown != self.shown:
            self.shown = shown
            self._fill(found)

    def _fill(self, one: Talk) -> None:
        now, card = self.deps.clock.now(), one.card
        self.body.clear()
        with self.body:
            with box("name", tag="h1"):
                ui.label(f"{day(card.starts_at, now)} {times(card)}")
                text, look = status_chip(card, now)
                ui.label(text).classes(f"chip {look}").mark("status")
            facts(
                [
                    ("事项", what(card)),
                    ("预约码", card.code),
                    ("会员", self._hidden(card, masked_name(card.name, card.member_id), "姓名", lambda c: c.name)),
                    ("手机号", self._hidden(card, masked("", card.phone), "手机号", lambda c: c.phone)),
                    ("来自", f"{card.district}{card.town}"),
                    ("接待", f"{card.lawyer}（{card.window}）"),
                    ("方式", card.where),
                ]
            )
            self._told(one)
            if one.outcome:
                heading("结果")
                facts(
                    [
                        ("结果", OUTCOME_NAMES[one.outcome.outcome]),
                        ("记录", one.outcome.words),
                        ("下一步", one.outcome.next_step),
                        ("记录人", one.outcome.by),
                        ("案例", EXAMPLES.get(one.example or "", "")),
                    ]
                )
            if one.steps:
                heading("处理记录")
                lines = [(at, STEPS.get(verb, verb), who) for at, verb, who in one.steps]
                facts([(f"{day(at, now)} {clock_time(at)}", f"{verb}（{who or '会员'}）") for at, verb, who in lines])

    def _hidden(self, card: Card, shown: str, what: str, which: Callable[[Card], str]) -> Hidden | str:
        """`shown` until it is asked for; looked up again then."""

        async def read(session: AsyncSession) -> str:
            found = await self._find(session)
            return which(found.card) if found else ""

        log = f"查看{what}（预约 {self.code}）"
        return Hidden(self.do, shown, read, log, card.member_id) if which(card) else ""

    def _told(self, one: Talk) -> None:
        heading("会员说的情况")
        intake = one.card.intake
        if intake is None:
            ui.label(PRIVATE).classes("empty")
            return
        ui.label(intake.story or "（没有写）").classes("words")
        facts(intake_facts(intake))
        gallery(one.pictures, "会员发来的材料")
