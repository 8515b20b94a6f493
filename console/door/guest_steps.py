"""What can be done with those on the list."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.door.words import why_not
from console.parts.doing import Doing
from console.parts.fields import Answers
from union.events import door
from union.events.afterwards import NoShows, came_after_all, mark_no_shows
from union.events.door_desk import Guest
from union.events.models import Booking
from union.events.refusal import Refused
from union.ids import new_id


@dataclass(frozen=True)
class GuestSteps:
    """The steps of one session's list; `refresh` shows what came of them."""

    do: Doing
    session_id: str
    refresh: Callable[[], Awaitable[None]]

    async def let_in(self, guest: Guest) -> None:
        """By hand: the member has no ticket with them."""
        await self._run(
            lambda s: self._check_in(s, guest.booking_id), done=f"已签到：{guest.name}", what="按名单签到", guest=guest
        )

    async def undo(self, guest: Guest) -> None:
        how, key = self._how(), f"undo:{new_id()}"
        await self._run(
            lambda s: door.undo_check_in(s, guest.booking_id, self.session_id, key=key, **how),
            done="已撤销签到",
            what="撤销签到",
            guest=guest,
        )

    async def came(self, guest: Guest) -> None:
        """They were there after all."""
        queue, how, key = self.do.deps.queue, self._how(), f"came:{new_id()}"
        await self._run(
            lambda s: came_after_all(s, queue, guest.booking_id, self.session_id, key=key, **how),
            done="已记为来过，不再算没到场",
            what="补记到场",
            guest=guest,
        )

    async def mark(self, answers: Answers, key: str) -> str:
        """All who are not in, some hundreds at a time."""
        queue, more, wrong = self.do.deps.queue, [True], ""
        while more[0] and not wrong:

            async def work(session: AsyncSession) -> NoShows | Refused:
                done = await mark_no_shows(session, queue, self.session_id, **self._how())
                more[0] = isinstance(done, NoShows) and done.more
                return done

            wrong = await self.do(work, _why, what="标记没有到场")
        if not wrong:
            ui.notify("已标记，需要通知的会员会收到消息", type="positive")
        await self.refresh()
        return wrong

    async def _check_in(self, session: AsyncSession, booking_id: str) -> object:
        booking = await session.get(Booking, booking_id, populate_existing=True)
        if booking is None:
            return Refused("unknown")
        return await door.check_in(session, booking.code, self.session_id, key=f"hand:{new_id()}", **self._how())

    def _how(self) -> dict[str, Any]:
        here = self.do.here
        return {"by": here.staff.name, "now": self.do.deps.clock.now(), "scope": here.scope}

    async def _run(
        self, verb: Callable[[AsyncSession], Awaitable[object]], *, done: str, what: str, guest: Guest
    ) -> None:
        wrong = await self.do(verb, _why, done=done, what=what, member_id=guest.member_id)
        if wrong:
            ui.notify(wrong, type="warning")
        await self.refresh()


def _why(outcome: object) -> str:
    return why_not(outcome) if isinstance(outcome, Refused) else ""
