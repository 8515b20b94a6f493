"""Steps on a case, for this account: each is a verb of the handoff or the desk, given the account's scope."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.parts.doing import Doing
from console.refusals import why
from console.session import Visit
from union.desk.canned import Refused as DeskRefused
from union.handoff.service import Refused

T = TypeVar("T")
Verb = Callable[[AsyncSession], Awaitable[T]]


class Steps:
    """Knows who acts; says why something was refused."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.me, self.scope, self.limits = here.staff.name, here.scope, deps.settings.limits
        self.do = Doing(deps, here, "talks")

    async def __call__(self, verb: Verb[T], *, what: str, member_id: str = "") -> str:
        """Why not, in a sentence, or ""."""
        return await self.do(verb, why_not, what=what, member_id=member_id)


def why_not(result: object) -> str:
    """A sentence for a refusal of the handoff or the desk; "" for anything else."""
    return why(result) if isinstance(result, Refused | DeskRefused) else ""
