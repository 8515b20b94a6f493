"""One suggestion, and what staff do with it."""

import re
from collections.abc import Awaitable, Callable
from typing import Literal

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts, heading
from console.parts.fields import Answers, Field
from console.parts.hidden import Hidden
from console.parts.opening import nowhere, open_page
from console.parts.pictures import gallery
from console.session import Visit
from console.voices.words import chips, why_not
from console.words import clock_time, day
from union.attachments.service import of_subject
from union.privacy.masking import masked
from union.voices import desk
from union.voices.desk import OPEN, Filed, Handled
from union.voices.rules import MOST, Refused
from union.voices.service import subject_of

LIST = "/voices"
NUMBER = re.compile(r"[0-9A-Z-]{4,20}")
GONE = "它可能已被会员删除，或者编号抄错了。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{number}", title="建议 · 工会服务台")
    async def voice(request: Request, number: str) -> RedirectResponse | None:
        wanted = number.upper() if NUMBER.fullmatch(number.upper()) else "-"
        return await open_page(deps, request, f"{LIST}/{wanted}", "voices", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, number: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await desk.find(session, number, here.scope)
    if found is None:
        nowhere(here, "没有找到这条建议", GONE, path=LIST, label="建议")
        return
    with frame(here, here=LIST), box("inbox"):
        page = VoicePage(deps, here, number)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class VoicePage:
    """Shown anew when something changed; the dialogs stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, number: str) -> None:
        self.deps, self.here, self.number = deps, here, number
        self.shown: tuple[Filed, tuple[str, ...]] | None = None
        self.do = Doing(deps, here, "voices", self.sees)
        back("建议", LIST)
        self.body = box("sheet")
        answer = Field("text", "答复（会员会看到）", "long", longest=MOST)
        office = Field("office", "转给哪个部门", longest=desk.OFFICE)
        reason = Field("text", "说明（会员会看到）", "long", longest=MOST)
        asks = {
            "答复": Ask("答复会员", "会员会收到通知。只能答复一次，请写完整。", "发送答复", self.answer, [answer]),
            "转交": Ask(
                "转交给别的部门",
                "只在这里记下，会员暂时收不到通知；之后仍要在这里答复。",
                "转交",
                self.forward,
                [office],
            ),
            "办结": Ask(
                "不答复，直接办结？", "比如重复提交、不属于工会的事。会员会收到说明。", "办结", self.close, [reason]
            ),
        }
        with box("actions", tag="section").props('aria-label="处理"') as self.actions, box("buttons"):
            for name, ask in asks.items():
                look = "unelevated" if name == "答复" else "outline"
                ui.button(name, on_click=ask.open).props(look)

    async def sees(self, session: AsyncSession) -> bool:
        return await desk.find(session, self.number, self.here.scope) is not None

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await desk.find(session, self.number, self.here.scope)
            allowed = await is_allowed(session, self.here, "voices")
            pictures = await of_subject(session, subject_of(found.id)) if found else []
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
            return
        shown = found, tuple(one.id for one in pictures if one.state == "kept")
        if shown != self.shown:
            self.shown = shown
            self._fill(*shown)

    def _fill(self, one: Filed, pictures: tuple[str, ...]) -> None:
        self.actions.set_visibility(one.state in OPEN)
        now = self.deps.clock.now()
        self.body.clear()
        with self.body:
            with box("name", tag="h1"):
                ui.label(one.number)
                for text, look in chips(one):
                    ui.label(text).classes(f"chip {look}")
            ui.label(one.text).classes("words")
            gallery(pictures, "会员发来的图片")
            handled = f"{day(one.handled_at, now)} {clock_time(one.handled_at)}" if one.handled_at else ""
            facts(
                [
                    ("姓名", self._hidden("name", one.name, "查看姓名") or "没有留名（答复仍会发给本人）"),
                    ("手机号", self._hidden("phone", one.phone, "查看手机号")),
                    ("提交", f"{day(one.created_at, now)} {clock_time(one.created_at)}"),
                    ("转给", one.forwarded_to),
                    ("处理", f"{one.handled_by}，{handled}" if handled else ""),
                ]
            )
            if one.answer:
                heading("答复" if one.state == "answered" else "办结说明")
                ui.label(one.answer).classes("words")

    def _hidden(self, column: Literal["name", "phone"], value: str | None, what: str) -> Hidden | str:
        """What the member gave of themselves, masked; looked up again when it is asked for."""
        if not value:
            return ""

        async def read(session: AsyncSession) -> str:
            found = await desk.find(session, self.number, self.here.scope)
            return (getattr(found, column) or "") if found else ""

        return Hidden(self.do, masked("姓名" if column == "name" else "", value), read, f"{what}（建议 {self.number}）")

    async def answer(self, answers: Answers, key: str) -> str:
        queue, name, now = self.deps.queue, self.here.staff.name, self.deps.clock.now()
        return await self._run(
            lambda s: desk.answer(s, queue, self.number, answers["text"], staff=name, now=now), "答复会发给会员"
        )

    async def forward(self, answers: Answers, key: str) -> str:
        name, now = self.here.staff.name, self.deps.clock.now()
        return await self._run(
            lambda s: desk.forward(s, self.number, answers["office"], staff=name, now=now), "已记下转交"
        )

    async def close(self, answers: Answers, key: str) -> str:
        queue, name, now = self.deps.queue, self.here.staff.name, self.deps.clock.now()
        return await self._run(
            lambda s: desk.close(s, queue, self.number, answers["text"], staff=name, now=now), "已办结，说明会发给会员"
        )

    async def _run(self, verb: Callable[[AsyncSession], Awaitable[Handled | Refused]], done: str) -> str:
        wrong = await self.do(verb, lambda result: why_not(result) if isinstance(result, Refused) else "", done=done)
        await self.refresh()
        return wrong
