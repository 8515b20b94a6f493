"""How far one broadcast is, and the way to stop it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.fields import Answers
from console.session import Visit
from console.words import clock_time, day
from union.notices.broadcasts import Progress, stop_broadcast
from union.notices.kinds import manners
from union.notices.texts import STATES


class Running:
    """One line and a bar; hidden while no broadcast is chosen."""

    def __init__(self, deps: ConsoleDeps, here: Visit, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.chosen = ""
        self.do = Doing(deps, here, "notices")
        words = "还没有发出的不再发送，已经发出的不能收回。"
        self.asking = Ask("停止这次群发？", words, "停止", self.stop, is_grave=True)
        with box("broadcast") as self.root:
            self.counts = ui.label().mark("counts")
            self.bar = ui.linear_progress(value=0, show_value=False)
            self.button = ui.button("停止群发", on_click=lambda: self.asking.open()).props("outline color=negative")

    def show(self, progress: Progress | None) -> None:
        self.root.set_visibility(progress is not None)
        if progress is None:
            return
        self.chosen = progress.broadcast.id
        self.counts.text = counts(progress)
        self.bar.value = progress.done / max(1, sum(progress.states.values()))
        self.button.set_visibility(progress.is_running)

    async def stop(self, answers: Answers, _: str) -> str:
        """Stop it; how many were not sent is said."""
        chosen, now = self.chosen, self.deps.clock.now()
        stopped: list[int] = []

        async def work(session: AsyncSession) -> None:
            stopped[:] = [await stop_broadcast(session, chosen, now)]

        wrong = await self.do(work, lambda _: "", what="停止群发")
        if not wrong:
            ui.notify(f"已停止，{stopped[0]} 条没有发出。")
            await self.refresh()
        return wrong


def title(progress: Progress, now: datetime) -> str:
    """群发通知 今天 10:05（249 人）."""
    broadcast = progress.broadcast
    moment = f"{day(broadcast.created_at, now)} {clock_time(broadcast.created_at)}"
    return f"{manners(broadcast.kind).name} {moment}（{broadcast.total} 人）"


def counts(progress: Progress) -> str:
    """共 249 条：已发送 200，排队中 49."""
    parts = [f"{word} {progress.states[state]}" for state, word in STATES.items() if state in progress.states]
    stopped = "，已停止" if progress.broadcast.stopped_at else ""
    return f"共 {sum(progress.states.values())} 条：{'，'.join(parts)}{stopped}"
