"""New phones that bound members told: taken over into the roster, or not."""

from collections.abc import Callable
from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.members.words import masked_phone
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import heading
from console.parts.fields import Answers
from console.parts.hidden import Hidden, hidden
from console.parts.rows import Rows
from console.session import Visit
from console.words import waited
from union.members.rules import masked_name
from union.roster.phones import OpenChange, PhoneRefused, open_changes, settle_change

NONE = "没有要核对的新手机号。会员在微信里改号后会出现在这里。"
_WHY = {
    "unknown": "刚才已有同事处理了，或者会员又改了一次。",
    "phone_taken": "名册里另一个人已经用这个手机号，请先和会员核实。",
}


class Phones:
    """The rows, oldest first, and what is asked before each step."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "members")
        self.chosen = 0
        words = "名册里的手机号会改成新的。"
        self.enter = Ask("写进名册？", words, "写进名册", self.on_enter)
        self.leave = Ask("不采用？", "名册不变。会员在微信里仍用新号码联系。", "不采用", self.on_leave)
        with box("section", tag="section"):
            heading("新手机号")
            self.rows: Rows[OpenChange] = Rows(NONE, lambda one: one.change.id, self._row)

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "members"):
                ui.navigate.reload()
                return
            found = await open_changes(session, scope=self.here.scope)
        if not self.rows.is_deleted:
            self.rows.show(found, self.deps.clock.now())

    def _row(self, one: OpenChange) -> "PhoneRow":
        def ask(dialog: Ask) -> Callable[[], None]:
            def open_it() -> None:
                self.chosen = one.change.id
                dialog.open()

            return open_it

        async def read(session: AsyncSession) -> str:
            return one.change.phone

        phone = Hidden(self.do, masked_phone(one.change.phone), read, "查看新手机号", one.change.member_id)
        return PhoneRow(one, phone, ask(self.enter), ask(self.leave))

    async def on_enter(self, answers: Answers, key: str) -> str:
        return await self._settle(enter=True, done="名册已更新")

    async def on_leave(self, answers: Answers, key: str) -> str:
        return await self._settle(enter=False, done="名册没有改动")

    async def _settle(self, *, enter: bool, done: str) -> str:
        keyring, name, now = self.deps.database.keyring, self.here.staff.name, self.deps.clock.now()
        scope = self.here.scope
        wrong = await self.do(
            lambda s: settle_change(s, keyring, self.chosen, enter=enter, staff=name, now=now, scope=scope),
            _why_not,
            done=done,
        )
        await self.refresh()
        return wrong


class PhoneRow:
    """Whose, at which union, from which phone to which: the last four of the old one are enough to compare."""

    def __init__(self, one: OpenChange, phone: Hidden, enter: Callable[[], None], leave: Callable[[], None]) -> None:
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    ui.label(masked_name(one.record.name, one.change.member_id))
                    ui.label(one.union.name).classes("chip grey")
                old = f"尾号 {one.record.phone[-4:]}" if one.record.phone else "（名册里没有）"
                with box("hidden-value"):
                    ui.label(f"{old} 改为")
                    hidden(phone)
                self.wait = ui.label().classes("hint")
            with box("buttons"):
                ui.button("写进名册", on_click=enter).props("unelevated")
                ui.button("不采用", on_click=leave).props("outline color=grey-8")

    def update(self, one: OpenChange, now: datetime) -> None:
        self.wait.text = waited(now - one.change.at)


def _why_not(refused: PhoneRefused | None) -> str:
    return "" if refused is None else _WHY.get(refused.reason, "现在不能这样处理。")
