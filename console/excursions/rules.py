"""What members are entitled to of each kind of event: the same for all unions, so changed by staff of all unions."""

from typing import Any

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.excursions import words
from console.excursions.words import why_not
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, heading
from console.parts.fields import Answers, Field, whole_number
from console.parts.form import Form, Wrong
from console.parts.opening import open_page
from console.session import Visit
from union.events.refusal import Refused
from union.excursions.board import kinds
from union.excursions.desk import TermsSet, set_terms
from union.excursions.terms import EntitlementTerms

LIST = "/excursions"
PATH = "/excursions/rules"
NONE = "还没有规定。没有规定的活动不占额度，谁都可以报。"
OTHERS = "额度规定全市统一，由市级账号修改。"
LABELS = {
    "cycle_years": "几年一个周期",
    "days": "每个周期多少天",
    "yuan": "每个周期补贴多少元",
    "segments": "最多分几次",
    "carry_days": "没用完的最多结转几天",
    "carry_yuan": "没用完的最多结转多少元",
}
_LEAST = {"cycle_years": 1, "segments": 1}
_MOST = {"cycle_years": 10, "days": 366, "segments": 20}


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="额度规定 · 工会服务台")
    async def rules(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "excursions", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=LIST), box("inbox"):
        page = Rules(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Rules:
    """The terms by kind, and the form that sets those of one kind."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "excursions")
        self.shown: list[tuple[str, EntitlementTerms]] | None = None
        back("疗休养", LIST)
        with box(tag="h1"):
            ui.label("额度规定")
        self.list = box("section")
        if not here.scope.is_everything:
            ui.label(OTHERS).classes("hint")
            return
        with box("section", tag="section"):
            heading("新增或修改")
            ui.label("已经发放的额度不变，只影响以后第一次用到额度的会员。").classes("hint")
            kind = Field("kind", "活动种类", value="疗休养", longest=16, hint="和活动里的种类写法一致")
            first = EntitlementTerms().model_dump()
            numbers = [Field(name, label, "number", value=str(first[name])) for name, label in LABELS.items()]
            self.form = Form({"": [kind, *numbers]}, "保存", self.save)

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            allowed, found = await is_allowed(session, self.here, "excursions"), await kinds(session)
        if self.list.is_deleted or found == self.shown:
            return
        if not allowed:
            ui.navigate.reload()
            return
        self.shown = found
        self.list.clear()
        with self.list:
            if not found:
                ui.label(NONE).classes("empty")
            for kind, terms in found:
                self._row(kind, terms)

    def _row(self, kind: str, terms: EntitlementTerms) -> None:
        with box("row-work"):
            with box("text"):
                ui.label(kind).classes("name")
                ui.label(words.terms(terms)).classes("hint")
            if self.here.scope.is_everything:
                values = {"kind": kind, **{name: str(getattr(terms, name)) for name in LABELS}}
                ui.button("修改", on_click=lambda: self.form.fill(values)).props("flat")

    async def save(self, answers: Answers, key: str) -> Wrong:
        """Check the numbers at their fields, and set the terms."""
        content: dict[str, Any] = {name: whole_number(answers[name]) for name in LABELS}
        wrong = {name: said for name, number in content.items() if (said := _wrong(name, number))}
        if not answers["kind"]:
            wrong["kind"] = "请写活动种类。"
        if wrong:
            return wrong

        async def work(session: AsyncSession) -> TermsSet | Refused:
            return await set_terms(session, answers["kind"], content, self.here.scope)

        refused = await self.do(
            work,
            lambda done: why_not(done) if isinstance(done, Refused) else "",
            done="已保存",
            what=f"设置{answers['kind']}的额度规定",
        )
        await self.refresh()
        return {"": refused} if refused else {}


def _wrong(name: str, number: int | None) -> str:
    least, most = _LEAST.get(name, 0), _MOST.get(name, 1_000_000)
    return "" if number is not None and least <= number <= most else f"请写 {least} 到 {most} 的整数。"
