"""One round: its numbers, what the kind says, and changing or ending it."""

import re

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts, heading
from console.parts.fields import Answers, Field
from console.parts.form import Wrong as Said
from console.parts.form_dialog import FormDialog
from console.parts.opening import nowhere, open_page
from console.rounds import opening
from console.rounds.words import (
    LOOKS,
    STATES,
    as_field,
    in_one_line,
    kind_facts,
    limit,
    moment,
    read_moment,
    read_number,
    said,
)
from console.session import Visit
from union.applications.round_desk import RoundShown, round_shown
from union.applications.round_setting import RoundChange, change_round, end_round
from union.applications.rules import Refused
from union.entered import Wrong

LIST = "/rounds"
ID = re.compile(r"[0-9a-zA-Z_-]{1,64}")
GONE = "它可能不在您负责的范围里，或者地址抄错了。"
ENDS = "从现在起不再收新的申请。已经收到的照常审核，会员仍可补材料。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{round_id}", title="申请批次 · 工会服务台")
    async def one_round(request: Request, round_id: str) -> RedirectResponse | None:
        wanted = round_id if ID.fullmatch(round_id) else "-"
        return await open_page(deps, request, f"{LIST}/{wanted}", "rounds", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, round_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await round_shown(session, round_id, deps.clock.now(), scope=here.scope)
    if found is None:
        nowhere(here, "没有找到这一批", GONE, path=LIST, label="申请批次")
        return
    with frame(here, here=LIST), box("inbox"):
        page = RoundPage(deps, here, found)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class RoundPage:
    """Shown anew when something changed; the dialogs stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, found: RoundShown) -> None:
        self.deps, self.here, self.round = deps, here, found
        self.shown: RoundShown | None = None
        self.do = Doing(deps, here, "rounds")
        back("申请批次", LIST)
        self.body = box("sheet")
        self.dialog = FormDialog("修改这一批", fields(found), "保存", self.change)
        self.end = Ask("提前结束受理？", ENDS, "结束受理", self.on_end, is_grave=True)
        with box("actions", tag="section").props('aria-label="处理"'), box("buttons"):
            ui.button("修改", on_click=self.ask_change).props("unelevated")
            like = f"{opening.PATH}?like={found.id}"
            ui.button("照着再开一批", on_click=lambda: ui.navigate.to(like)).props("outline")
            handed_in = f"/applications/find?batch={found.id}"
            ui.button("看收到的申请", on_click=lambda: ui.navigate.to(handed_in)).props("outline")
            self.ends = ui.button("提前结束", on_click=lambda: self.end.open()).props("outline color=negative")

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            allowed = await is_allowed(session, self.here, "rounds")
            found = await round_shown(session, self.round.id, self.deps.clock.now(), scope=self.here.scope)
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
        elif found != self.shown:
            self.shown = self.round = found
            self._fill(found)

    def _fill(self, one: RoundShown) -> None:
        self.ends.set_visibility(one.state != "over")
        found = one.numbers
        self.body.clear()
        with self.body:
            with box("name", tag="h1"):
                ui.label(one.title)
                ui.label(STATES[one.state]).classes(f"chip {LOOKS[one.state]}").mark("state")
            facts(
                [
                    ("受理工会", f"{one.union}（{one.area}）"),
                    ("年度", one.period),
                    ("受理", f"{moment(one.opens_at)} 到 {moment(one.closes_at)}"),
                    ("补材料截止", moment(one.papers_until)),
                    ("没有绑定的人", "也能申请" if one.open_to_unbound else ""),
                ]
            )
            heading("数字")
            facts(
                [
                    ("收到", f"{found.handed_in} 份（其中撤回或失效 {found.gone} 份）"),
                    ("还没决定", f"待审核 {found.waiting} 份，等会员补材料 {found.missing} 份"),
                    ("已决定", f"通过 {found.granted} 份，未通过 {found.refused} 份"),
                    ("已发放", f"{found.paid} 份{f'，{found.paid_yuan} 元' if one.kind.money else ''}"),
                    ("名额", _left(one.quota, one.places, "个")),
                    ("预算", _left(one.budget_yuan, one.yuan_left, "元") if one.kind.money else ""),
                ]
            )
            heading("这类申请怎么办（由系统规定，这里不能改）")
            facts(kind_facts(one.kind))

    def ask_change(self) -> None:
        self.dialog.open({one.name: one.value for one in fields(self.round)})

    async def change(self, answers: Answers, key: str) -> Said:
        change = RoundChange(
            title=answers["title"],
            closes_at=read_moment(answers["closes_at"]),
            papers_until=read_moment(answers["papers_until"]),
            quota=read_number(answers["quota"]),
            budget_yuan=read_number(answers["budget_yuan"]),
        )
        wrong = dict[str, str]()

        def why_not(result: object) -> str:
            wrong.clear()
            if isinstance(result, Wrong | Refused):
                wrong.update(said(result))
                return in_one_line(result)
            return ""

        refused = await self.do(
            lambda s: change_round(s, self.round.id, change, scope=self.here.scope), why_not, done="这一批已保存"
        )
        await self.refresh()
        return wrong or ({"": refused} if refused else {})

    async def on_end(self, answers: Answers, key: str) -> str:
        now = self.deps.clock.now()
        wrong = await self.do(
            lambda s: end_round(s, self.round.id, now=now, scope=self.here.scope),
            lambda ended: "" if ended else "这一批刚才已经结束了。",
            done="已结束受理",
        )
        await self.refresh()
        return wrong


def fields(one: RoundShown) -> list[Field]:
    """What can be changed of a round that is there."""
    return [
        Field("title", "名称", longest=60, value=one.title),
        Field("closes_at", "结束受理", "moment", value=as_field(one.closes_at)),
        Field("papers_until", "补材料截止", "moment", value=as_field(one.papers_until)),
        *opening.numbers(one.quota, one.budget_yuan),
    ]


def _left(of: int | None, left: int | None, unit: str) -> str:
    return limit(of, unit) if left is None else f"{of} {unit}，还剩 {left} {unit}"
