"""One line of the list: whose booking it is, where it stands, and what can be done."""

from datetime import datetime
from typing import Protocol

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.door.counting import Counting
from console.door.guest_steps import GuestSteps
from console.door.words import LOOKS, STATES, state, whose
from console.layout.frame import box
from console.parts.doing import Doing
from console.parts.hidden import Hidden, hidden
from console.session import Visit
from union.events.door_desk import Guest, contact


class Doors(Protocol):
    """What the list does with a line."""

    do: Doing
    here: Visit

    steps: GuestSteps
    counting: Counting

    def is_over(self, now: datetime) -> bool: ...


class GuestRow:
    """The name stands masked until it is asked for, which is written down."""

    def __init__(self, page: Doors, guest: Guest) -> None:
        self.page, self.guest = page, guest
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    self.name = ui.label()
                    self.chip = ui.label()
                self.state = ui.label().classes("hint")
                hidden(Hidden(page.do, "姓名和手机", self._contact, "查看报名人的姓名和手机", guest.member_id))
            with box("buttons"):
                self.let_in = ui.button("签到", on_click=lambda: page.steps.let_in(self.guest)).props("outline")
                self.came = ui.button("来过", on_click=lambda: page.steps.came(self.guest)).props("outline")
                self.fewer = ui.button("改人数", on_click=lambda: page.counting.ask(self.guest)).props("flat")
                self.undo = ui.button("撤销签到", on_click=lambda: page.steps.undo(self.guest)).props("flat")

    def update(self, guest: Guest, now: datetime) -> None:
        self.guest = guest
        self.name.text = whose(guest)
        self.chip.text = STATES[guest.status]
        self.chip.classes(replace=f"chip {LOOKS[guest.status]}")
        self.state.text = state(guest, now) if guest.checked_in_at else ""
        self.state.set_visibility(guest.checked_in_at is not None)
        over = self.page.is_over(now)
        self.let_in.set_visibility(guest.status == "booked" and not over)
        self.came.set_visibility(guest.status in ("booked", "no_show") and over)
        self.fewer.set_visibility(guest.status == "checked_in" and guest.people > 1)
        self.undo.set_visibility(guest.status == "checked_in")

    async def _contact(self, session: AsyncSession) -> str:
        name, phone = await contact(session, self.guest.booking_id, self.page.here.scope)
        return f"{name}　{phone}" if name else "已不在您负责的范围里"
