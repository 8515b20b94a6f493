"""Starting a round: tried first, so that one knows what it would come to, and then done beside the page."""

from collections.abc import Awaitable, Callable

from nicegui import background_tasks, ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.matchmaking.words import nobody, of_preview
from console.parts.asking import Ask
from console.parts.doing import Doing, still_may
from console.parts.fields import Answers
from console.session import Visit
from union.matchmaking.desk import Begun, begin_round, preview, run_round
from union.staff.scope import Scope

RUNNING = "刚才已有一轮在进行，请等它完成。"


class Starting:
    """The button and the dialog; `refresh` shows the round that was begun."""

    def __init__(self, deps: ConsoleDeps, here: Visit, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "matchmaking")
        self.ask = Ask("开始一轮介绍？", "", "开始介绍", self.start)
        self.button = ui.button("开始一轮介绍", on_click=self.rehearse).props("unelevated")

    async def rehearse(self) -> None:
        """Weigh everybody as the round would: some seconds with thousands of profiles, beside the other pages."""
        if not await still_may(self.deps, self.here, "matchmaking"):
            return
        self.button.disable()
        try:
            found = await preview(self.deps.database, self.deps.clock.now(), self.here.scope)
        finally:
            self.button.enable()
        if self.button.is_deleted:
            return
        if not found.pairs:
            ui.notify(nobody(found), type="info")
            return
        self.ask.open(of_preview(found))

    async def start(self, answers: Answers, key: str) -> str:
        """Note it, and begin the work."""
        name, now, scope = self.here.staff.name, self.deps.clock.now(), self.here.scope
        begun: list[Begun | None] = []

        async def work(session: AsyncSession) -> Begun | None:
            begun[:] = [await begin_round(session, by=name, key=f"round:{key}", now=now, scope=scope)]
            return begun[0]

        wrong = await self.do(
            work, lambda found: "" if found else RUNNING, done="已开始，完成后这里会显示结果", what="开始一轮相亲介绍"
        )
        if not wrong and begun[0] is not None and begun[0].is_new:
            background_tasks.create(hold(self.deps, begun[0].round_id, scope), name="a round of introductions")
        await self.refresh()
        return wrong


async def hold(deps: ConsoleDeps, round_id: str, scope: Scope) -> None:
    """The work of a round; it goes on when the page is closed. If the process dies, the round counts as broken off."""
    await run_round(deps.database, deps.queue, round_id, deps.clock.now(), scope)
    deps.live.changed.emit("")
    await deps.tell("")
