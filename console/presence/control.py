"""The switch in the header: 在岗, 忙碌, 离开. While any page is open, its owner is there."""

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.parts.doing import Doing
from console.people import STATES
from console.session import Visit
from union.handoff import presence
from union.staff.rules import may

BEAT_SECONDS = 60.0


class Switch:
    """What this account says of itself, with how many talks it has of how many."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "talks")
        self.select = ui.select(dict(STATES)).props('dense borderless options-dense dark aria-label="在岗情况"')
        self.select.classes("presence").mark("presence")
        self.select.on("update:model-value", self.choose, args=[])
        self.hands = ui.label().classes("hands").mark("hands")

    async def beat(self) -> None:
        """The page is open: say so, and show how it stands. No step of staff: nothing is written down."""
        if not self.here.holds():
            return
        name, now = self.here.staff.name, self.deps.clock.now()
        limits = self.deps.settings.limits
        await self.deps.database.transact(lambda s: presence.seen(s, name, now, limits=limits))
        await self.refresh()

    async def refresh(self) -> None:
        """Show what is stored; a colleague may have given this account a case."""
        mine = next((one for one in await self.deps.present.now() if one.staff == self.here.staff.name), None)
        if mine is None:  # the first page of the day
            async with self.deps.database.read() as session:
                mine = await presence.own_presence(session, self.here.staff.name, limits=self.deps.settings.limits)
        if self.select.is_deleted:
            return
        self.select.value = mine.state
        self.hands.text = f"{mine.open_cases}/{mine.capacity}"
        self.hands.props(f'title="手上 {mine.open_cases} 个对话，最多 {mine.capacity} 个"')

    async def choose(self) -> None:
        """The account says how it is."""
        name, state, now = self.here.staff.name, str(self.select.value), self.deps.clock.now()

        async def work(session: AsyncSession) -> None:
            await presence.set_state(session, name, state, now)  # type: ignore[arg-type]

        wrong = await self.do(work, lambda _: "", what=f"状态改为{STATES[state]}")
        if wrong:
            ui.notify(wrong, type="warning")


async def keep_here(deps: ConsoleDeps, here: Visit) -> None:
    """Put the switch into the header of this page, and be there while the page is open."""
    if here.tools is None or not may(here.staff.role, "talks"):
        return
    with here.tools:
        switch = Switch(deps, here)
    await switch.refresh()
    ui.timer(0.1, switch.beat, once=True)  # a write: the page need not wait for it
    ui.timer(BEAT_SECONDS, switch.beat, immediate=False)
    deps.live.keep_fresh(switch.refresh, only_while=here.holds)
