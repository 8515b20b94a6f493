"""Drafts of anonymous examples: read by somebody else than who wrote them, corrected, approved or rejected."""

from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.appointments.words import why_not
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.fields import Answers, Field
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.words import waited
from union.legal_aid.examples import drafts, example_within, review_example
from union.legal_aid.records import CaseExample
from union.legal_aid.refusal import Refused
from union.legal_aid.services import NAMES

PATH = "/examples"
NONE = "没有等审核的案例。律师在预约里写了案例草稿后，会出现在这里。"
HELP = "通过前请确认看不出是谁：没有姓名、电话、单位名和罕见的细节。通过的案例会附在同类问题的回答下面，给会员参考。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="案例审核 · 工会服务台")
    async def examples(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "examples", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Examples(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Examples:
    """The drafts, oldest first."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here, self.chosen = deps, here, ""
        self.do = Doing(deps, here, "examples", self.sees)
        text = Field("text", "案例（可以修改）", "long", longest=4000)
        self.approve = Ask("通过这个案例？", HELP, "通过", self.on_approve, [text])
        self.reject = Ask("不采用？", "草稿会保留记录，不会给会员看。", "不采用", self.on_reject)
        with box(tag="h1"):
            ui.label("案例审核")
        ui.label(HELP).classes("hint")
        self.rows: Rows[CaseExample] = Rows(NONE, lambda one: (one.id, one.text), lambda one: ExampleRow(self, one))

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "examples"):
                ui.navigate.reload()
                return
            found = await drafts(session, self.here.scope)
        if not self.rows.is_deleted:
            self.rows.show(found, self.deps.clock.now())

    async def sees(self, session: AsyncSession) -> bool:
        return await example_within(session, self.chosen, self.here.scope)

    def ask(self, one: CaseExample, *, approve: bool) -> None:
        """Open the dialog for one of them."""
        self.chosen = one.id
        if approve:
            self.approve.fill(text=one.text)
        (self.approve if approve else self.reject).open()

    async def on_approve(self, answers: Answers, key: str) -> str:
        return await self._review(approve=True, text=answers["text"], done="已通过")

    async def on_reject(self, answers: Answers, key: str) -> str:
        return await self._review(approve=False, text=None, done="没有采用")

    async def _review(self, *, approve: bool, text: str | None, done: str) -> str:
        name, now, chosen = self.here.staff.name, self.deps.clock.now(), self.chosen
        wrong = await self.do(
            lambda s: review_example(s, name, chosen, approve=approve, now=now, text=text),
            lambda result: why_not(result) if isinstance(result, Refused) else "",
            done=done,
        )
        await self.refresh()
        return wrong


class ExampleRow:
    """Topic, text, who drafted it."""

    def __init__(self, page: Examples, one: CaseExample) -> None:
        is_own = one.drafted_by == page.here.staff.name
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    ui.label(f"{NAMES[one.service]} · {one.topic}")
                self.wait = ui.label().classes("hint")
                ui.label(one.text).classes("plain")
            with box("buttons"):
                if is_own:
                    ui.label("您自己写的草稿，请同事审核。").classes("hint")
                else:
                    ui.button("审核通过", on_click=lambda: page.ask(one, approve=True)).props("unelevated")
                    ui.button("不采用", on_click=lambda: page.ask(one, approve=False)).props("outline color=grey-8")

    def update(self, one: CaseExample, now: datetime) -> None:
        self.wait.text = f"{one.drafted_by} 起草，{waited(now - one.drafted_at)}"
