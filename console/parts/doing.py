"""Doing what staff ask, for one open page: the session still lasts, the role still may, and a no is said."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.session import Visit
from union.audit.service import note
from union.staff.accounts import role_of
from union.staff.rules import Task, may

T = TypeVar("T")
ENDED = "登录已过期，请重新登录。"
NOT_YOURS = "您的账号不负责这一项。需要的话，请联系管理员调整。"


class _NotAllowed:
    """The role was taken away while the page was open."""


@dataclass(frozen=True)
class Doing:
    """`task`: what one must be allowed to, looked up anew in the same transaction, which also writes the log."""

    deps: ConsoleDeps
    here: Visit
    task: Task

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

        async def work(session: AsyncSession) -> T | _NotAllowed:
            if not await is_allowed(session, self.here, self.task):
                return _NotAllowed()
            result = await verb(session)
            if not why_not(result):
                await note(
                    session,
                    staff=self.here.staff.name,
                    task=self.task,
                    what=what or done,
                    now=self.deps.clock.now(),
                    path=self.here.path,
                    member_id=member_id,
                )
            return result

        result = await self.deps.database.transact(work)
        if isinstance(result, _NotAllowed):
            return NOT_YOURS
        if wrong := why_not(result):
            return wrong
        if done:
            ui.notify(done, type="positive")
        self.deps.live.changed.emit(member_id)  # the other open pages of this process
        await self.deps.tell(member_id)
        return ""


async def is_allowed(session: AsyncSession, here: Visit, task: Task) -> bool:
    """Whether the account may do this now."""
    role = await role_of(session, here.staff.id)
    return role is not None and may(role, task)


async def still_may(deps: ConsoleDeps, here: Visit, task: Task) -> bool:
    """Before a step that is no `Doing`: the session lasts and the role may; otherwise it is said."""
    if not here.holds():
        return False
    async with deps.database.read() as session:
        allowed = await is_allowed(session, here, task)
    if not allowed:
        ui.notify(NOT_YOURS, type="warning")
    return allowed
