"""A person on a roster: help with binding, by a code or by ending an old binding."""

import re

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.members.words import masked, masked_card, masked_phone
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts
from console.parts.fields import Answers
from console.parts.hidden import Hidden
from console.parts.opening import nowhere, open_page
from console.session import Visit
from console.words import clock_time, day
from union.roster.codes import Issued
from union.roster.desk import EntryShown, end_bindings, entry_shown, issue_code

LIST = "/members"
ID = re.compile(r"[0-9a-f]{32}")
DAYS = 7  # how long a code is good
HELP = "请先当面或电话核实本人，再发绑定码或解除旧的绑定。"
GONE = "可能已不在名册里，或者不在您负责的范围内。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/roster/{entry_id}", title="名册里的会员 · 工会服务台")
    async def person(request: Request, entry_id: str) -> RedirectResponse | None:
        wanted = entry_id if ID.fullmatch(entry_id) else "-"
        path = f"{LIST}/roster/{wanted}"
        return await open_page(deps, request, path, "members", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, entry_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await entry_shown(session, entry_id, deps.clock.now(), scope=here.scope)
    if found is None:
        nowhere(here, "没有找到这个人", GONE, path=LIST, label="会员")
        return
    with frame(here, here=LIST), box("inbox"):
        page = EntryPage(deps, here, entry_id)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class EntryPage:
    """Who it is (masked), whether somebody is bound, and two steps."""

    def __init__(self, deps: ConsoleDeps, here: Visit, entry_id: str) -> None:
        self.deps, self.here, self.entry_id = deps, here, entry_id
        self.do = Doing(deps, here, "members")
        self.shown: EntryShown | None = None
        back("会员", LIST)
        with box(tag="h1"):
            ui.label("名册里的会员")
        ui.label(HELP).classes("hint")
        self.body = box("sheet")
        with box("section") as self.given:
            ui.label("请把这个码告诉会员，离开这页后不能再看到：")
            self.code_text = ui.label().classes("code").mark("code")
        self.given.set_visibility(False)
        self.code = Ask("发绑定码？", f"{DAYS} 天内有效，只能用一次。以前发的码会失效。", "发绑定码", self.on_code)
        words = "现在绑定的微信将不能再用这份会员资料。请先核实本人。"
        self.release = Ask("解除绑定？", words, "解除绑定", self.on_release, is_grave=True)
        with box("actions", tag="section").props('aria-label="处理"'), box("buttons"):
            self.give = ui.button("发绑定码", on_click=lambda: self.code.open()).props("unelevated")
            self.end = ui.button("解除绑定", on_click=lambda: self.release.open()).props("outline color=negative")

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await entry_shown(session, self.entry_id, self.deps.clock.now(), scope=self.here.scope)
            allowed = await is_allowed(session, self.here, "members")
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
        elif found != self.shown:
            self.shown = found
            self._fill(found)

    def _fill(self, one: EntryShown) -> None:
        now = self.deps.clock.now()
        bound = "、".join(f"{day(at, now)}起" for at in one.bound)
        until = f"{day(one.code_until, now)} {clock_time(one.code_until)} 前有效" if one.code_until else ""
        state = "已不在名册" if one.left else f"已绑定微信（{bound}）" if bound else "还没绑定微信"
        self.give.set_visibility(not one.left)
        self.end.set_visibility(bool(one.bound))
        self.body.clear()
        with self.body:
            facts(
                [
                    ("姓名", self._hidden(masked(one.name), "name", "查看姓名")),
                    (
                        "手机号",
                        self._hidden(masked_phone(one.phone), "phone", "查看手机号") if one.phone else "没有登记",
                    ),
                    ("会员卡号", self._hidden(masked_card(one.card), "card", "查看会员卡号")),
                    ("工会", one.union),
                    ("状态", state),
                    ("绑定码", until),
                ]
            )

    def _hidden(self, shown: str, field: str, what: str) -> Hidden:
        async def read(session: AsyncSession) -> str:
            found = await entry_shown(session, self.entry_id, self.deps.clock.now(), scope=self.here.scope)
            return str(getattr(found, field)) if found else "（已不在名册）"

        return Hidden(self.do, shown, read, f"名册：{what}")

    async def on_code(self, answers: Answers, key: str) -> str:
        keyring, name, now = self.deps.database.keyring, self.here.staff.name, self.deps.clock.now()
        issued: list[Issued] = []

        async def work(session: AsyncSession) -> None:
            one = await issue_code(
                session, keyring, self.entry_id, scope=self.here.scope, staff=name, days=DAYS, now=now
            )
            issued[:] = [one] if one else []

        wrong = await self.do(work, lambda _: "" if issued else "这个人已不在名册，不能发码。", what="发放绑定码")
        if not wrong:
            self.code_text.text = issued[0].printed
            self.given.set_visibility(True)
            await self.refresh()
        return wrong

    async def on_release(self, answers: Answers, key: str) -> str:
        name, now, scope = self.here.staff.name, self.deps.clock.now(), self.here.scope
        wrong = await self.do(
            lambda s: end_bindings(s, self.entry_id, scope=scope, staff=name, now=now),
            lambda count: "" if count else "已经没有绑定了。",
            done="已解除绑定",
        )
        await self.refresh()
        return wrong
