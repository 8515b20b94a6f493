"""A member's entitlement: found by what they can tell, their ledger line by line, and more granted or taken back."""

import re

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.excursions import ledger
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, still_may
from console.parts.downloading import download
from console.parts.facts import back, heading
from console.parts.opening import nowhere, open_page
from console.session import Visit
from union.excursions.board import kinds
from union.excursions.finding import Found, find_members, found_member
from union.excursions.state import export_ledger

LIST = "/excursions"
PATH = "/excursions/members"
MEMBER = re.compile(r"[0-9a-zA-Z]{1,32}")
NOBODY = "没有找到。请核对号码；还没绑定微信的会员没有额度账户，请先请他在微信里绑定。"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console."""

    @console_page(PATH, title="会员额度 · 工会服务台")
    async def members(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "excursions", lambda here: show(deps, here))

    @console_page(PATH + "/{member_id}", title="会员额度 · 工会服务台")
    async def member(request: Request, member_id: str) -> RedirectResponse | None:
        wanted = member_id if MEMBER.fullmatch(member_id) else "-"
        path = f"{PATH}/{wanted}"
        return await open_page(deps, request, path, "excursions", lambda here: show_one(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page that looks for a member."""
    async with deps.database.read() as session:
        found = [kind for kind, _ in await kinds(session)]
    with frame(here, here=LIST), box("inbox"):
        Finding(deps, here, found)


async def show_one(deps: ConsoleDeps, here: Visit, member_id: str) -> None:
    """Build one member's page."""
    async with deps.database.read() as session:
        found, terms = await found_member(session, member_id, here.scope), await kinds(session)
    if found is None:
        nowhere(here, "没有找到这位会员", "可能已注销，或者不在您负责的范围里。", path=PATH, label="会员额度")
        return
    with frame(here, here=LIST), box("inbox"):
        page = ledger.LedgerPage(deps, here, found, terms)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds, member_id=member_id)


class Finding:
    """The number stays in the field, never in an address."""

    def __init__(self, deps: ConsoleDeps, here: Visit, found: list[str]) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "excursions")
        back("疗休养", LIST)
        with box(tag="h1"):
            ui.label("会员额度")
        with box("filters"):
            self.wanted = (
                ui.input("手机号、会员卡号或签到码").props("outlined dense autofocus maxlength=40").classes("search")
            )
            self.wanted.on("keydown.enter", self.look)
            ui.button("查找", on_click=self.look).props("unelevated")
        self.result = box("rows")
        if found:
            heading("全部台账")
            with box("form"), box("buttons"):
                for kind in found:
                    ui.button(f"导出{kind}台账", on_click=lambda kind=kind: self.take_away(kind)).props("outline")

    async def look(self) -> None:
        """Members whom it fits; one is opened at once."""
        wanted = (self.wanted.value or "").strip()
        if not wanted or not await still_may(self.deps, self.here, "excursions"):
            return
        database = self.deps.database
        async with database.read() as session:
            found = await find_members(session, database.keyring, wanted, self.here.scope)
        if self.result.is_deleted:
            return
        if len(found) == 1:
            ui.navigate.to(f"{PATH}/{found[0].member_id}")
            return
        self.result.clear()
        with self.result:
            if not found:
                ui.label(NOBODY).classes("empty")
            for number, one in enumerate(found, 1):
                _row(one, number)

    async def take_away(self, kind: str) -> None:
        """All accounts within the scope, names masked."""
        scope = self.here.scope
        await download(self.do, lambda s: export_ledger(s, kind, scope), f"{kind}额度台账", what=f"导出{kind}额度台账")


def _row(one: Found, number: int) -> None:
    """Somebody with several WeChat users has an account with each."""
    with box("row-case row-line"), ui.link(target=f"{PATH}/{one.member_id}").classes(remove="nicegui-link"):
        ui.label(f"{one.name}（第 {number} 个微信）").classes("name")
        ui.label(one.union).classes("last")
