"""A step that may cost members their time: tried out first, and where it does, asked once more with the numbers."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.parts.asking import Ask
from console.parts.doing import Doing, still_may
from console.parts.fields import Answers
from console.parts.form import Wrong as Said
from console.parts.rehearsing import rehearse
from console.session import Visit
from console.windows.words import effect, in_one_line, said
from union.entered import Wrong
from union.legal_aid.outcomes import Displaced
from union.legal_aid.refusal import Refused
from union.legal_aid.setting import WindowChanged
from union.notices.service import NoQueue, NoticeQueue

Result = Displaced | WindowChanged | Wrong | Refused
Verb = Callable[[AsyncSession, NoticeQueue], Awaitable[Result]]


class Affecting:
    """`refresh` is called after each step that was done."""

    def __init__(self, deps: ConsoleDeps, here: Visit, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "windows")
        self.verb: Verb | None = None
        self.done = ""
        self.confirm = Ask("已有会员预约了", "", "仍然这样改", self._confirmed, is_grave=True)

    async def __call__(self, verb: Verb, done: str) -> Said:
        """What is wrong with it, at its field; nothing: it was done, or is being asked about."""
        if not await still_may(self.deps, self.here, "windows"):
            return {"": "现在不能这样处理。"}
        found = await rehearse(self.deps.database, lambda s: verb(s, NoQueue()))
        if isinstance(found, Wrong | Refused):
            return said(found)
        self.verb, self.done = verb, done
        if words := effect(found):
            self.confirm.open(words)
            return {}
        wrong = await self._run()
        return {"": wrong} if wrong else {}

    async def asked(self, verb: Verb, done: str, words: str) -> None:
        """The same for a step that is asked about in any case."""
        if not await still_may(self.deps, self.here, "windows"):
            return
        found = await rehearse(self.deps.database, lambda s: verb(s, NoQueue()))
        if isinstance(found, Wrong | Refused):
            ui.notify(in_one_line(found), type="warning")
            await self.refresh()
            return
        self.verb, self.done = verb, done
        self.confirm.open(f"{words}{effect(found) or '没有会员受影响。'}")

    async def _confirmed(self, answers: Answers, key: str) -> str:
        return await self._run()

    async def _run(self) -> str:
        verb = self.verb
        assert verb is not None  # set before it is asked
        wrong = await self.do(
            lambda s: verb(s, self.deps.queue),
            lambda result: in_one_line(result) if isinstance(result, Wrong | Refused) else "",
            done=self.done,
        )
        await self.refresh()
        return wrong
