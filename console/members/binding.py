"""Help with binding: by the card number that the member has at hand, a code is given out or an old binding ended."""

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import facts, heading
from console.parts.fields import Answers
from console.session import Visit
from console.words import clock_time, day
from union.roster.codes import Issued
from union.roster.desk import EntryShown, entry_shown
from union.roster.service import issue_codes, release

DAYS = 7  # how long a code is good
HELP = (
    "会员核对不上资料、名额被别的微信占用，或换了微信时：先当面或电话核实本人，再用会员卡号查询，"
    "发一个绑定码，或解除旧的绑定。"
)
NONE = "名册里没有这个卡号。请核对号码；还没入会的，请会员在微信里说“我要入会”。"


class BindingHelp:
    """A card number, the entry it leads to, and two steps."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "members")
        self.entry: EntryShown | None = None
        self.code = Ask("发绑定码？", f"{DAYS} 天内有效，只能用一次。以前发的码会失效。", "发绑定码", self.on_code)
        words = "现在绑定的微信将不能再用这份会员资料。请先核实本人。"
        self.release = Ask("解除绑定？", words, "解除绑定", self.on_release, is_grave=True)
        with box("section", tag="section"):
            heading("绑定帮助")
            ui.label(HELP).classes("hint")
            with box("filters"):
                self.card = ui.input("会员卡号").props("outlined dense maxlength=40 autocomplete=off")
                self.card.on("keydown.enter", self.find)
                ui.button("查询", on_click=self.find).props("unelevated")
            self.found = box("sheet")

    async def find(self) -> None:
        """Look the card up."""
        if self.here.holds():
            await self._show("")

    async def _show(self, issued: str) -> None:
        card, now = (self.card.value or "").strip(), self.deps.clock.now()
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "members"):
                ui.navigate.reload()
                return
            self.entry = await entry_shown(session, self.deps.database.keyring, card, now) if card else None
        self.found.clear()
        with self.found:
            if self.entry is None:
                ui.label(NONE if card else "请先输入会员卡号。").classes("empty").props('role="status"')
            else:
                self._fill(self.entry, issued)

    def _fill(self, one: EntryShown, issued: str) -> None:
        now = self.deps.clock.now()
        bound = "、".join(f"{day(at, now)}起" for at in one.bound)
        until = f"{day(one.code_until, now)} {clock_time(one.code_until)} 前有效" if one.code_until else ""
        state = "已不在名册" if one.left else f"已绑定微信（{bound}）" if bound else "还没绑定微信"
        told = [("姓名", one.name), ("手机号", one.phone), ("工会", one.union), ("状态", state), ("绑定码", until)]
        facts(told)
        if issued:
            ui.label("请把这个码告诉会员，离开这页后不能再看到：")
            ui.label(issued).classes("code").mark("code")
        with box("buttons"):
            if not one.left:
                ui.button("发绑定码", on_click=lambda: self.code.open()).props("unelevated")
            if one.bound:
                ui.button("解除绑定", on_click=lambda: self.release.open()).props("outline color=negative")

    async def on_code(self, answers: Answers, key: str) -> str:
        assert self.entry is not None  # it is shown
        keyring, entry_id = self.deps.database.keyring, self.entry.id
        name, now, issued = self.here.staff.name, self.deps.clock.now(), list[Issued]()

        async def work(session: AsyncSession) -> None:
            issued[:] = await issue_codes(session, keyring, [entry_id], staff=name, days=DAYS, now=now)

        wrong = await self.do(work, lambda _: "" if issued else "这个人已不在名册，不能发码。", what="发放绑定码")
        if not wrong:
            await self._show(issued[0].printed)
        return wrong

    async def on_release(self, answers: Answers, key: str) -> str:
        assert self.entry is not None  # it is shown
        entry_id, name, now = self.entry.id, self.here.staff.name, self.deps.clock.now()
        ended = "已经没有绑定了。"
        wrong = await self.do(
            lambda s: release(s, entry_id, staff=name, now=now), lambda count: "" if count else ended, done="已解除绑定"
        )
        if not wrong:
            await self._show("")
        return wrong
