"""For a member who calls, or whose lawyer is away: another time, or none."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.appointments.words import slot_name, why_not
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.fields import Answers, Field
from console.session import Visit
from union.legal_aid.listing import FreeSlot, free_slots
from union.legal_aid.refusal import Refused
from union.legal_aid.service import cancel, change
from union.legal_aid.talk import Talk
from union.staff.rules import may

DAYS = 30
MOST = 40
FULL = "这个窗口 30 天内没有空位。可以请会员换别的窗口，或者取消这个预约。"


class Moving:
    """Two buttons for the desk, as long as the talk is still to come."""

    def __init__(
        self,
        deps: ConsoleDeps,
        here: Visit,
        refresh: Callable[[], Awaitable[None]],
        sees: Callable[[AsyncSession], Awaitable[bool]],
    ) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "all_appointments", sees)
        self.talk: Talk | None = None
        slot = Field("slot", "新的时间", "choice")
        words = "请先和会员商量好。会员会收到改期通知。"
        self.move = Ask("改时间", words, "改到这个时间", self.on_move, [slot])
        gone = "时间会让给别人。会员会收到取消通知。"
        reason = Field("reason", "原因（可不填，会员会看到）", longest=100)
        self.cancel = Ask("取消这个预约？", gone, "取消预约", self.on_cancel, [reason], is_grave=True)
        with box("buttons") as self.root:
            ui.button("改时间", on_click=self.ask_move).props("outline")
            ui.button("取消预约", on_click=lambda: self.cancel.open()).props("outline color=negative")

    def show(self, one: Talk, now: datetime) -> None:
        self.talk = one
        to_come = one.card.status == "displaced" or (one.card.status == "booked" and one.card.starts_at > now)
        self.root.set_visibility(to_come and may(self.here.staff.role, "all_appointments"))

    async def ask_move(self) -> None:
        if self.talk is None or not self.here.holds():
            return
        now, card = self.deps.clock.now(), self.talk.card
        async with self.deps.database.read() as session:
            free = await free_slots(session, now, DAYS, service=card.service)
        here = [slot for slot in free if slot.window.name == card.window and card.way in slot.ways][:MOST]
        if not here:
            ui.notify(FULL, type="warning")
            return
        choice = self.move.inputs["slot"]
        assert isinstance(choice, ui.select)  # as declared above
        choice.set_options({_value(slot): slot_name(slot.starts_at, slot.lawyer_name, now) for slot in here})
        self.move.open()

    async def on_move(self, answers: Answers, key: str) -> str:
        start, _, lawyer_id = answers["slot"].partition(" ")
        if not lawyer_id:
            return "请选一个时间。"
        now = self.deps.clock.now()
        return await self._run(
            lambda s, member_id, talk_id: change(
                s,
                self.deps.queue,
                member_id,
                talk_id,
                datetime.fromisoformat(start),
                key=f"console:{key}",
                now=now,
                lawyer_id=lawyer_id,
            ),
            "已改好，会员会收到通知",
        )

    async def on_cancel(self, answers: Answers, key: str) -> str:
        now = self.deps.clock.now()
        return await self._run(
            lambda s, member_id, talk_id: cancel(
                s,
                member_id,
                talk_id,
                key=f"console:{key}",
                now=now,
                queue=self.deps.queue,
                staff=self.here.staff.name,
                reason=answers["reason"],
            ),
            "已取消，会员会收到通知",
        )

    async def _run(self, verb: Callable[[AsyncSession, str, str], Awaitable[object]], done: str) -> str:
        assert self.talk is not None  # a button was pressed
        card = self.talk.card
        wrong = await self.do(
            lambda s: verb(s, card.member_id, card.id),
            lambda result: why_not(result) if isinstance(result, Refused) else "",
            done=done,
            member_id=card.member_id,
        )
        await self.refresh()
        return wrong


def _value(slot: FreeSlot) -> str:
    return f"{slot.starts_at.isoformat()} {slot.lawyer_id}"
