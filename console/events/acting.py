"""Steps on one event: `Doing`, with the event looked up anew within what the account may see."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.events.words import why_not
from console.parts.doing import Doing
from console.session import Visit
from union.events.entering.reader import Wrong
from union.events.reach import sees_event
from union.events.refusal import Refused

T = TypeVar("T")


class Acting:
    """Runs verbs on the event; what is wrong comes back by field."""

    def __init__(self, deps: ConsoleDeps, here: Visit, event_id: str = "") -> None:
        self.deps, self.here, self.event_id = deps, here, event_id
        self.do = Doing(deps, here, "events")

    async def by_field(
        self, verb: Callable[[AsyncSession], Awaitable[T | Wrong | Refused]], done: str, *, what: str = ""
    ) -> tuple[T | None, dict[str, str]]:
        """What came of it, and what is wrong by field ("" for none of them)."""
        found: list[T] = []
        wrong: dict[str, str] = {}

        async def work(session: AsyncSession) -> T | Wrong | Refused:
            if self.event_id and not await sees_event(session, self.here.scope, self.event_id):
                return Refused("unknown")
            return await verb(session)

        def said(result: T | Wrong | Refused) -> str:
            wrong.clear()
            if isinstance(result, Wrong):
                wrong.update(result.fields)
                return "；".join(dict.fromkeys(result.fields.values()))
            if isinstance(result, Refused):
                wrong[""] = why_not(result)
                return wrong[""]
            found[:] = [result]
            return ""

        words = await self.do(work, said, done=done, what=what)
        if words and not wrong:
            wrong[""] = words
        return (found[0] if found and not words else None), wrong

    async def __call__(self, verb: Callable[[AsyncSession], Awaitable[object]], done: str, *, what: str = "") -> str:
        """Why it was not done, in a sentence, or ""."""
        _, wrong = await self.by_field(verb, done, what=what)
        return "；".join(dict.fromkeys(wrong.values()))
