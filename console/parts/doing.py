"""Doing what staff ask, for one open page: the session still lasts, the role still may, and a no is said."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.session import Visit
from union.audit.service import note
from union.staff.rules import Task, may

T = TypeVar("T")
ENDED = "登录已过期，请重新登录。"
NOT_YOURS = "您的账号不负责这一项。需要的话，请联系管理员调整。"


GONE = "没有找到，可能刚才有变化。请回到列表看最新情况。"


class _NotAllowed:
    """The role was taken away while the page was open."""


class _NotSeen:
    """It is not, or no longer, within the scope of who asks."""


async def everything(session: AsyncSession) -> bool:
    """For steps on nothing in particular."""
    return True


@dataclass(frozen=True)
class Doing:
    """`task`: what one must be allowed to, looked up anew in the same transaction, which also writes the log.

    `sees`: whether what it is about is within the scope of who asks, looked up there too.
    """

    deps: ConsoleDeps
    here: Visit
    task: Task
    sees: Callable[[AsyncSession], Awaitable[bool]] = everything

    async def __call__(
        self,
        verb: Callable[[AsyncSession], Awaitable[T]],
        why_not: Callable[[T], str],
        *,
        done: str = "",
        what: str = "",
        member_id: str = "",
    ) -> str:
        """Run `verb` in a transaction; why it was not done, in a sentence, or "" (and `done` is said).

        `what`: as the log says it (`done` where it is empty); no personal data. `member_id`: whom it is about.
        """
        assert what or done, "every step is written down"
        if not self.here.holds():
            return ENDED

        async def work(session: AsyncSession) -> T | _NotAllowed | _NotSeen:
            if not await is_allowed(session, self.here, self.task):
                return _NotAllowed()
            if not await self.sees(session):
                return _NotSeen()
            await self.here.keep(session)
            result = await verb(session)
            if not why_not(result):
                await self._note(session, what or done, member_id)
            return result

        result = await self.deps.database.transact(work)
        if isinstance(result, _NotAllowed):
            return NOT_YOURS if self.here.holds() else ENDED
        if isinstance(result, _NotSeen):
            return GONE
        if wrong := why_not(result):
            return wrong
        if done:
            ui.notify(done, type="positive")
        self.deps.live.changed.emit(member_id)  # the other open pages of this process
        await self.deps.tell(member_id)
        return ""

    async def _note(self, session: AsyncSession, what: str, member_id: str) -> None:
        now, path = self.deps.clock.now(), self.here.path
        staff = self.here.staff.name
        await note(session, staff=staff, task=self.task, what=what, now=now, path=path, member_id=member_id)


async def is_allowed(session: AsyncSession, here: Visit, task: Task) -> bool:
    """Whether the session lasts and the account may do this now."""
    signed = await here.signed(session)
    return signed is not None and may(signed.staff.role, task)


async def still_may(deps: ConsoleDeps, here: Visit, task: Task) -> bool:
    """Before a step that is no `Doing`: the session lasts and the role may; otherwise it is said."""
    if not here.holds():
        return False

    async def work(session: AsyncSession) -> bool:
        allowed = await is_allowed(session, here, task)
        if allowed:
            await here.keep(session)
        return allowed

    allowed = await deps.database.transact(work, late=True)
    if not allowed and here.holds():
        ui.notify(NOT_YOURS, type="warning")
    return allowed
