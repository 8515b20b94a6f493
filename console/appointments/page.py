"""The list of appointments: a day's, those without a time, those without a record, and a district's by town."""

from datetime import date, datetime, timedelta
from typing import Literal

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.appointments import plan, sheet, week
from console.appointments.days import DayChoice
from console.appointments.words import status_chip, times, what
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import chosen, pile_tabs
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.words import day
from union import wording
from union.legal_aid import desk
from union.legal_aid.desk import Card
from union.legal_aid.privacy import Reader
from union.legal_aid.sitting import Seat, districts, seats
from union.members.rules import masked_name
from union.staff.rules import may
from union.staff.scope import EVERYTHING, Scope

PATH = "/appointments"
ALL = ""
AHEAD = timedelta(days=60)
BEHIND = timedelta(days=30)
Pile = Literal["day", "record", "displaced", "towns"]
PILES: dict[Pile, str] = {"day": "按日", "record": "待记录", "displaced": "待改期", "towns": "按街道"}
OWN_PILES: dict[Pile, str] = {"day": "按日", "record": "待记录"}
EMPTY: dict[Pile, str] = {
    "day": "这一天没有预约。",
    "record": "没有要补记结果的预约。谈完后在这里记一笔，会员会收到评价邀请。",
    "displaced": "没有待改期的预约。律师请假或窗口关闭时，没有接替的预约会出现在这里。",
    "towns": "这个区县近期没有预约。",
}
NOT_LINKED = "您的账号还没有关联到值班的律师或老师，请联系管理员在“值班安排”里关联。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="预约 · 工会服务台")
    async def appointments(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "appointments", lambda here: show(deps, here))

    plan.add(deps)
    week.add(deps)
    sheet.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        sitting = await seats(session, here.scope, own=here.staff.name)
        areas = await districts(session, here.scope)
    with frame(here, here=PATH), box("inbox"):
        page = Appointments(deps, here, sitting, areas)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Appointments:
    """Piles, what is chosen of them, and rows. A lawyer sees their own."""

    def __init__(self, deps: ConsoleDeps, here: Visit, sitting: list[Seat], areas: list[str]) -> None:
        self.deps, self.here = deps, here
        self.is_desk = may(here.staff.role, "all_appointments")
        self.mine = next((seat.lawyer_id for seat in sitting if seat.staff == here.staff.name), None)
        with box("titled"):
            with box(tag="h1"):
                ui.label("预约")
            with box("ways"):
                ui.link("周历", week.PATH).classes("back", remove="nicegui-link")
                ui.link("值班安排", plan.PATH).classes("back", remove="nicegui-link")
        if not self.is_desk and self.mine is None:
            ui.label(NOT_LINKED).classes("empty")
        self.tabs = pile_tabs(PILES if self.is_desk else OWN_PILES, self.refresh)
        with box("filters"):
            self.day = DayChoice(deps.clock, self.refresh)
            windows = {ALL: "全部窗口", **{seat.window_id: seat.window for seat in sitting}}
            self.window = ui.select(windows, value=ALL, label="窗口", on_change=self.refresh)
            self.area = ui.select(areas or [ALL], value=(areas or [ALL])[0], label="区县", on_change=self.refresh)
            for field in (self.window, self.area):
                field.props("outlined dense options-dense")
        self.rows: Rows[Card] = Rows(EMPTY["day"], lambda card: card.id, lambda card: CardRow(card))

    @property
    def reader(self) -> Reader:
        return Reader(self.here.staff.name, self.here.staff.role)

    @property
    def _scope(self) -> Scope:
        """The desk's; a lawyer's own talks are theirs wherever they sit."""
        return self.here.scope if self.is_desk else EVERYTHING

    async def refresh(self) -> None:
        """Read the pile and show it."""
        pile, on = self.tabs.value, self.day.day
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "appointments"):
                ui.navigate.reload()
                return
            found = await self._read(session, pile, on)
            nothing = await self._nothing(session, pile, on) if not found else ""
        if self.rows.is_deleted:
            return
        self.day.root.set_visibility(pile == "day")
        self.window.set_visibility(pile == "day" and self.is_desk)
        self.area.set_visibility(pile == "towns")
        self.rows.empty.text = nothing
        self.rows.show(found, self.deps.clock.now())

    async def _nothing(self, session: AsyncSession, pile: Pile, on: date) -> str:
        """Why the pile is empty; for a day, where to look next."""
        if pile != "day":
            return EMPTY[pile]
        lawyer = None if self.is_desk else self.mine or "-"
        window, scope = self.window.value or None, self._scope
        coming = await desk.next_day(session, on, window_id=window, lawyer_id=lawyer, scope=scope)
        return EMPTY[pile] if coming is None else f"{EMPTY[pile]}后面最近的在{wording.day(coming)}。"

    async def _read(self, session: AsyncSession, pile: Pile, on: date) -> list[Card]:
        reader, now = self.reader, self.deps.clock.now()
        if not self.is_desk:
            if pile == "record":
                return await desk.unrecorded(session, reader, now)
            return await desk.of_day(session, reader, on, lawyer_id=self.mine or "-")
        if pile == "record":
            return await desk.all_unrecorded(session, reader, now, self._scope)
        if pile == "displaced":
            return await desk.without_time(session, reader, self._scope)
        if pile == "towns":
            area, since, until = self.area.value or "", now - BEHIND, now + AHEAD
            towns = await desk.by_town(session, reader, area, since, until, self._scope)
            return [card for cards in towns.values() for card in cards]
        return await desk.of_day(session, reader, on, window_id=chosen(self.window), scope=self._scope)


class CardRow(Line):
    """One talk; the row leads to its page."""

    def __init__(self, card: Card) -> None:
        super().__init__(f"{PATH}/{card.code}")

    def update(self, card: Card, now: datetime) -> None:
        town = card.town or ("（没有说街道）" if card.district else "")
        below = [masked_name(card.name, card.member_id), card.lawyer, f"{card.district}{town}", card.window]
        chips = [status_chip(card, now), (what(card), "grey"), *([("电话", "grey")] if card.way == "telephone" else [])]
        self.fill(f"{day(card.starts_at, now)} {times(card)}", chips, f"码 {card.code}", "　".join(filter(None, below)))
