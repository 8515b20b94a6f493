"""One member: who they are, what they did, what is kept, and what staff do for them."""

import re

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.members.steps import Steps
from console.members.timeline import show_timeline
from console.members.words import masked, masked_card, masked_phone
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts, heading
from console.parts.hidden import Hidden
from console.parts.opening import nowhere, open_page
from console.session import Visit
from console.words import clock_time, day
from union.dossier.card import Agreed, Belongs, Card, card
from union.dossier.entry import Entry
from union.dossier.steps import contact_of
from union.dossier.timeline import timeline
from union.roster.desk import entry_shown

LIST = "/members"
ID = re.compile(r"[0-9a-f]{32}")
GONE = "资料可能已被会员删除，或者不在您负责的范围内。"
KEPT = "不含聊天内容、心理咨询和调解、相亲、没有留名的建议：这些只给会员本人看。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{member_id}", title="会员 · 工会服务台")
    async def member(request: Request, member_id: str) -> RedirectResponse | None:
        wanted = member_id if ID.fullmatch(member_id) else "-"
        return await open_page(deps, request, f"{LIST}/{wanted}", "members", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, member_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await card(session, member_id, (), scope=here.scope)
    if found is None:
        nowhere(here, "没有找到这位会员", GONE, path=LIST, label="会员")
        return
    with frame(here, here=LIST), box("inbox"):
        page = MemberPage(deps, here, member_id)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds, member_id=member_id)


class MemberPage:
    """Shown anew when something changed; the steps stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, member_id: str) -> None:
        self.deps, self.here, self.member_id = deps, here, member_id
        self.do = Doing(deps, here, "members")
        self.shown: tuple[Card, list[Entry]] | None = None
        back("会员", LIST)
        self.body = box("sheet")
        self.steps = Steps(deps, here, member_id, self.refresh)

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await card(session, self.member_id, self.deps.holdings, scope=self.here.scope)
            entries = await timeline(session, self.member_id, scope=self.here.scope)
            allowed = await is_allowed(session, self.here, "members")
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
        elif (found, entries) != self.shown:
            self.shown = found, entries
            self._fill(found, entries)
            self.steps.show(found)

    def _fill(self, one: Card, entries: list[Entry]) -> None:
        now = self.deps.clock.now()
        self.body.clear()
        with self.body:
            with box("name", tag="h1"):
                ui.label(masked(one.name or next((entry.name for entry in one.belongs), "")))
                for text, look in _chips(one):
                    ui.label(text).classes(f"chip {look}")
            account = self.deps.settings.account(one.account)
            facts(
                [
                    ("姓名", self._told("name", masked(one.name), "查看姓名") if one.name else ""),
                    ("手机号", self._told("phone", masked_phone(one.phone), "查看手机号") if one.phone else ""),
                    ("公众号", account.name if account else ""),
                    ("第一次来访", f"{day(one.created_at, now)} {clock_time(one.created_at)}"),
                ]
            )
            heading("绑定的名册")
            for entry in one.belongs:
                self._belongs(entry)
            if not one.belongs:
                ui.label("没有绑定名册。会员可以在微信里说“绑定会员”。").classes("hint")
            heading("经过")
            show_timeline(entries, self.here.staff.role, now)
            self._kept(one)

    def _belongs(self, one: Belongs) -> None:
        now = self.deps.clock.now()
        facts(
            [
                ("工会", one.path),
                ("姓名", self._listed(one, "name", masked(one.name), "查看姓名")),
                (
                    "手机号",
                    self._listed(one, "phone", masked_phone(one.phone), "查看手机号") if one.phone else "没有登记",
                ),
                ("会员卡号", self._listed(one, "card", masked_card(one.card), "查看会员卡号")),
                ("绑定", f"{day(one.bound_at, now)} {clock_time(one.bound_at)}"),
            ]
        )
        with box("buttons"):
            ui.button("解除这个绑定", on_click=lambda: self.steps.ask_release(one)).props("outline color=negative")

    def _kept(self, one: Card) -> None:
        now = self.deps.clock.now()
        if one.consents:
            heading("同意过的事")
            facts([(agreed.task, _agreed(agreed, self.deps)) for agreed in one.consents])
        heading("我们存了什么")
        for line in one.kept:
            ui.label(line).classes("plain")
        ui.label(KEPT).classes("hint")
        if one.erased_at is not None:
            due = f"{day(one.erased_at, now)} {clock_time(one.erased_at)}"
            ui.label(f"已安排删除（{due}）。删完后这一页就没有了。").classes("hint")

    def _told(self, field: str, shown: str, what: str) -> Hidden:
        async def read(session: AsyncSession) -> str:
            return await contact_of(session, self.member_id, field, scope=self.here.scope) or "（没有了）"

        return Hidden(self.do, shown, read, what, self.member_id)

    def _listed(self, one: Belongs, field: str, shown: str, what: str) -> Hidden:
        async def read(session: AsyncSession) -> str:
            found = await entry_shown(session, one.entry_id, self.deps.clock.now(), scope=self.here.scope)
            return str(getattr(found, field)) if found else "（这份名册不在您负责的范围内）"

        return Hidden(self.do, shown, read, f"名册：{what}", self.member_id)


def _chips(one: Card) -> list[tuple[str, str]]:
    bound = ("已绑定名册", "green") if one.belongs else ("没有绑定名册", "grey")
    return [
        bound,
        *([] if one.following else [("已取消关注", "amber")]),
        *([("正在删除", "red")] if one.erased_at else []),
    ]


def _agreed(one: Agreed, deps: ConsoleDeps) -> str:
    now = deps.clock.now()
    until = f"，{day(one.withdrawn_at, now)}撤回" if one.withdrawn_at else ""
    return f"{day(one.at, now)} {clock_time(one.at)}{until}"
