"""A line that says who else has this conversation open, and who is typing."""

from nicegui import ui

from console.activity import SAID_EVERY
from console.deps import ConsoleDeps
from console.session import Visit

LOOK_AGAIN = 3.0  # seconds: what is said runs out by itself


class Beside:
    """Says for this page that it is open, and shows what the others say."""

    def __init__(self, deps: ConsoleDeps, here: Visit, case_id: int) -> None:
        self.deps, self.me, self.case_id = deps, here.staff.name, case_id
        self.label = ui.label().classes("beside").props('role="status"').mark("beside")
        self.label.set_visibility(False)
        deps.activity.changed.subscribe(self._on_change)
        self.again = ui.timer(LOOK_AGAIN, self.show, active=False, immediate=False)
        ui.timer(SAID_EVERY, self._looks, immediate=False)
        self.client = ui.context.client
        self.client.on_connect(self._looks)
        self.client.on_disconnect(self._left)

    async def types(self) -> None:
        """The clerk types."""
        await self.deps.activity.say(self.case_id, self.me, "types")

    def show(self) -> None:
        if self.label.is_deleted:
            return
        text = words(*self.deps.activity.of(self.case_id, self.me))
        self.label.text = text
        self.label.set_visibility(bool(text))
        self.again.active = bool(text)

    def _on_change(self, case_id: int) -> None:
        if case_id == self.case_id:
            self.show()

    async def _looks(self) -> None:
        """A page that lost its browser waits a while for it to come back; meanwhile nobody looks."""
        if self.client.has_socket_connection:
            await self.deps.activity.say(self.case_id, self.me, "looks")

    async def _left(self) -> None:
        await self.deps.activity.say(self.case_id, self.me, "left")


def words(looks: list[str], types: list[str]) -> str:
    """小王正在输入…, 小李也在看; empty when nobody else is there."""
    parts = [f"{'、'.join(types)}正在输入…"] if types else []
    parts += [f"{'、'.join(looks)}也在看"] if looks else []
    return "，".join(parts)
