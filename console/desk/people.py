"""Who is at the desk, and how many talks each may have at once."""

from nicegui import ui

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.facts import heading
from console.parts.fields import Answers, Field, whole_number
from console.people import STATES
from console.session import Visit
from union.handoff.presence import MOST, Present, present, set_capacity

NONE = "现在没有同事在岗。打开服务台的任何一页，就算在岗。"
LOOKS = {"here": "green", "busy": "amber", "away": "grey"}


class People:
    """A row each; a number in a dialog."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.do = deps, Doing(deps, here, "desk")
        self.shown: list[Present] | None = None
        self.at = ""
        with box("section", tag="section"):
            heading("在岗的同事")
            self.empty = ui.label(NONE).classes("empty")
            self.list = box("rows")
        field = Field("capacity", "同时最多几个对话", "number", longest=2)
        self.asking = Ask("调整上限", "", "保存", self._put, [field])

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await present(session, self.deps.clock.now(), limits=self.deps.settings.limits)
        if self.list.is_deleted or found == self.shown:
            return
        self.shown = found
        self.empty.set_visibility(not found)
        self.list.clear()
        with self.list:
            for one in found:
                self._row(one)

    def _row(self, one: Present) -> None:
        with box("row-work"):
            with box("text"), box("name"):
                ui.label(one.staff)
                ui.label(STATES[one.state]).classes(f"chip {LOOKS[one.state]}")
                ui.label(f"手上 {one.open_cases} 个，最多 {one.capacity} 个").classes("hint")
            ui.button("调整上限", on_click=lambda: self.ask(one)).props("outline dense")

    def ask(self, one: Present) -> None:
        self.at = one.staff
        self.asking.fill(capacity=str(one.capacity))
        self.asking.open(f"{one.staff}手上满了以后，不能再接待新的会员；紧急的除外。")

    async def _put(self, answers: Answers, _: str) -> str:
        number, staff, now = whole_number(answers["capacity"]), self.at, self.deps.clock.now()
        if number is None or not 1 <= number <= MOST:
            return f"请写 1 到 {MOST} 的数。"
        wrong = await self.do(lambda s: set_capacity(s, staff, number, now), lambda _: "", done="已调整上限")
        if not wrong:
            await self.refresh()
        return wrong
