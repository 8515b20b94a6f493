"""Steps on a case: each is a verb, for a case of a member whom this account sees."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.parts.doing import Doing
from console.refusals import why
from console.session import Visit
from union.desk.canned import Refused as DeskRefused
from union.desk.reach import member_of_case
from union.handoff.service import Refused

T = TypeVar("T")
Verb = Callable[[AsyncSession], Awaitable[T]]


class Steps:
    """Asks for everything anew in the verb's transaction: session, role, and whether the case is within reach."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "talks")

    async def __call__(self, case_id: int, verb: Verb[T], *, what: str, member_id: str = "", done: str = "") -> str:
        """Why not, in a sentence, or ""."""

        async def work(session: AsyncSession) -> T | Refused:
            if await member_of_case(session, self.here.scope, case_id) is None:
                return Refused("unknown")
            return await verb(session)

        return await self.do(work, why_not, what=what, done=done, member_id=member_id)


def why_not(result: object) -> str:
    """A sentence for a refusal of the handoff or the desk; "" for anything else."""
    return why(result) if isinstance(result, Refused | DeskRefused) else ""
