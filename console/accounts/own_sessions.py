"""Where one is signed in, and the way out of it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.doing import Doing, is_allowed
from console.parts.facts import heading
from console.parts.rows import Rows
from console.session import Visit
from console.words import clock_time, day
from union.staff import sessions
from union.staff.models import StaffSession

HELP = "不认识的登录，请马上点“退出”，再换密码。{idle:g} 小时没有操作会自动退出，最长 {length:g} 小时。"


class OwnSessions:
    """The newest first; this one is marked."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "own_account")
        limits = deps.settings.limits
        with box("section", tag="section"):
            heading("正在登录的地方")
            ui.label(HELP.format(idle=limits.staff_idle_hours, length=limits.staff_session_hours)).classes("hint")
            self.rows: Rows[StaffSession] = Rows(
                "", lambda one: one.id, lambda one: SessionRow(one, one.id == here.known.id, self.end)
            )

    async def refresh(self) -> None:
        """Read and show."""
        now, limits = self.deps.clock.now(), self.deps.settings.limits
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "own_account"):
                ui.navigate.reload()
                return
            found = await sessions.sessions_of(session, self.here.staff.id, now, limits)
        if not self.rows.is_deleted:
            self.rows.show(found, now)

    async def end(self, one: StaffSession) -> None:
        """Sign out there."""
        staff_id, now = self.here.staff.id, self.deps.clock.now()
        wrong = await self.do(
            lambda s: sessions.end(s, staff_id, one.id, now, "log_out"),
            lambda ended: "" if ended else "那里刚才已经退出了。",
            what="退出自己在别处的登录",
            done="已退出那里的登录",
        )
        if wrong:
            ui.notify(wrong, type="warning")
        await self.refresh()


class SessionRow:
    """The browser, since when, and when it was used last."""

    def __init__(self, one: StaffSession, is_this: bool, end: Callable[[StaffSession], Awaitable[None]]) -> None:
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    ui.label(one.device or "浏览器")
                    if is_this:
                        ui.label("当前").classes("chip green")
                self.seen = ui.label().classes("hint")
            if not is_this:
                with box("buttons"):
                    ui.button("退出", on_click=lambda: end(one)).props('outline color=negative aria-label="退出那里"')

    def update(self, one: StaffSession, now: datetime) -> None:
        since, seen = (f"{day(at, now)} {clock_time(at)}" for at in (one.created_at, one.seen_at))
        self.seen.text = f"{since} 登录，最近操作 {seen}"
