"""Who is expected at a session: checked in by hand, marked as missing afterwards, taken away as a spreadsheet."""

from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.door.counting import Counting
from console.door.guest_row import GuestRow
from console.door.guest_steps import GuestSteps
from console.door.scanning import SESSION
from console.door.words import chips, numbers
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.downloading import download
from console.parts.facts import back
from console.parts.filters import pile_tabs
from console.parts.opening import nowhere, open_page
from console.parts.rows import Rows
from console.session import Visit
from union.events import door, door_desk
from union.events.door_desk import Door, Guest
from union.events.sheet import export_rows

LIST = "/door"
PILES = {"": "全部", "booked": "还没到", "checked_in": "已签到", "no_show": "没有到场"}
NONE = "这里没有人。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{session_id}/list", title="签到名单 · 工会服务台")
    async def guests(request: Request, session_id: str) -> RedirectResponse | None:
        wanted = session_id if SESSION.fullmatch(session_id) else "-"
        path = f"{LIST}/{wanted}/list"
        return await open_page(deps, request, path, "door", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, session_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await door_desk.door_of(session, session_id, here.scope)
    if found is None:
        nowhere(here, "没有找到这一场", "它可能已被删除，或者不在您负责的范围里。", path=LIST, label="签到")
        return
    with frame(here, here=LIST), box("inbox"):
        page = Guests(deps, here, found)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Guests:
    """Masked names with their state and what can be done; the marking once the session is over."""

    def __init__(self, deps: ConsoleDeps, here: Visit, found: Door) -> None:
        self.deps, self.here, self.session_id = deps, here, found.meeting.id
        self.do = Doing(deps, here, "door")
        self.steps = GuestSteps(self.do, self.session_id, self.refresh)
        self.counting = Counting(self.do, self.session_id, self.refresh)
        self.over = found.meeting.ends_at
        back("签到", f"{LIST}/{self.session_id}")
        with box("name", tag="h1"):
            ui.label(f"{found.meeting.title}：名单")
            self.chips = box("chips")
        ui.label(f"{found.meeting.when}　{found.meeting.place}").classes("hint")
        self.numbers = ui.label()
        self.pile = pile_tabs(PILES, self.refresh)
        self.ask = Ask("把还没签到的人标为“没有到场”？", "", "标记", self.steps.mark)
        with box("form"), box("buttons"):
            self.marking = ui.button("标记没有到场的人", on_click=lambda: self.ask.open()).props("unelevated")
            ui.button("导出名单", on_click=self.take_away).props("outline")
        self.rows: Rows[Guest] = Rows(NONE, lambda one: one.booking_id, lambda one: GuestRow(self, one))

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            allowed = await is_allowed(session, self.here, "door")
            found = await door_desk.door_of(session, self.session_id, self.here.scope)
            guests = await door_desk.guests(session, self.session_id, self.here.scope)
        if self.rows.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
            return
        now, waiting = self.deps.clock.now(), sum(one.status == "booked" for one in guests)
        self.over = found.meeting.ends_at
        self.numbers.text = numbers(found)
        self.chips.clear()
        with self.chips:
            for text, look in chips(found, now):
                ui.label(text).classes(f"chip {look}")
        self.marking.set_visibility(now >= self.over and waiting > 0 and found.meeting.status != "called_off")
        self.ask.words.text = (
            f"共 {waiting} 个报名。按这项活动的规则，多次不到场的人会被限制报名一段时间，系统会通知本人，本人可以申诉。"
            "标错了可以在名单里点“来过”改回来。"
        )
        pile = str(self.pile.value or "")
        self.rows.show([one for one in guests if pile in ("", one.status)], now)

    def is_over(self, now: datetime) -> bool:
        """Whether it is too late for a code."""
        return now >= self.over

    async def take_away(self) -> None:
        """The list with names and phones; the log says who took it."""

        async def read(session: AsyncSession) -> list[list[str]]:
            if not await door.is_open_to(session, self.session_id, self.here.scope):
                return []
            return await export_rows(session, self.session_id)

        await download(self.do, read, f"签到名单-{self.session_id}", what="导出签到名单")
