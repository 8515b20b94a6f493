"""Which account is which lawyer's: without one nobody can write down what came of their talks."""

from datetime import datetime

from nicegui import ui

from console.appointments.words import why_not
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.facts import heading
from console.parts.fields import Answers, Field
from console.parts.rows import Rows
from console.session import Visit
from union.legal_aid.sitting import Seat, link_account, seats
from union.staff.accounts import names_of

NOBODY = "-"
HELP = "律师、咨询老师和调解员用“lawyer”岗位的账号登录，关联后能看到自己的预约并记录结果。账号由管理员用命令添加。"
NO_SEATS = "还没有值班的人。"


class Accounts:
    """Everybody who sits somewhere, with their account."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here, self.chosen = deps, here, ""
        self.do = Doing(deps, here, "link_lawyer")
        account = Field("account", "账号", "choice", {NOBODY: "不关联"})
        self.ask = Ask("关联账号", "一个账号只能关联一个人。", "保存", self.on_link, [account])
        with box("section", tag="section"):
            heading("值班的人和账号")
            ui.label(HELP).classes("hint")
            self.rows: Rows[Seat] = Rows(NO_SEATS, lambda one: one.lawyer_id, lambda one: SeatRow(self, one))

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await seats(session, self.here.scope)
        if not self.rows.is_deleted:
            self.rows.show(found, self.deps.clock.now())

    async def open(self, one: Seat) -> None:
        """Ask which account is theirs."""
        self.chosen = one.lawyer_id
        async with self.deps.database.read() as session:
            names = await names_of(session, "lawyer", self.here.scope)
        choice = self.ask.inputs["account"]
        assert isinstance(choice, ui.select)  # as declared above
        known = {name: name for name in (*names, *([one.staff] if one.staff else []))}
        choice.set_options({NOBODY: "不关联", **known}, value=one.staff or NOBODY)
        self.ask.open()

    async def on_link(self, answers: Answers, key: str) -> str:
        staff = None if answers["account"] in ("", NOBODY) else answers["account"]
        wrong = await self.do(
            lambda s: link_account(s, self.chosen, staff),
            lambda refused: why_not(refused) if refused else "",
            done="已保存",
        )
        await self.refresh()
        return wrong


class SeatRow:
    """Name, window, account."""

    def __init__(self, page: Accounts, one: Seat) -> None:
        self.seat = one
        with box("row-work") as self.root:
            with box("text"), box("name"):
                ui.label(one.name)
                ui.label(one.window).classes("chip grey")
                self.staff = ui.label()
            with box("buttons"):
                ui.button("关联账号", on_click=lambda: page.open(self.seat)).props("outline color=grey-8")

    def update(self, one: Seat, now: datetime) -> None:
        self.seat = one
        self.staff.text = f"账号 {one.staff}" if one.staff else "没有账号"
        self.staff.classes(replace="chip green" if one.staff else "chip amber")
