"""The labels that cases can have."""

from nicegui import ui

from console.conversation.steps import why_not
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.facts import heading
from console.parts.fields import Answers, Field
from console.session import Visit
from union.desk.labels import NAME, add_label, labels, remove_label

NONE = "还没有标签。"
LOOKS = {"grey": "灰", "green": "绿", "amber": "黄", "red": "红"}
REMOVES = "用过它的对话上也不再显示。"


class Labels:
    """One chip each, and the way to add and take away."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.do = deps, Doing(deps, here, "desk")
        self.shown: list[tuple[int, str, str]] | None = None
        self.at = 0
        with box("section", tag="section"):
            heading("对话标签")
            self.empty = ui.label(NONE).classes("empty")
            self.list = box("days")
            ui.button("新建标签", on_click=self.ask_new).props("outline")
        look = Field("look", "颜色", "choice", choices=LOOKS, value="grey")
        self.adding = Ask("新建标签", "", "保存", self._add, [Field("name", "名称", longest=NAME), look])
        self.removing = Ask("删除标签？", REMOVES, "删除", self._remove, is_grave=True)

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = [(one.id, one.name, one.look) for one in await labels(session)]
        if self.list.is_deleted or found == self.shown:
            return
        self.shown = found
        self.empty.set_visibility(not found)
        self.list.clear()
        with self.list:
            for number, name, look in found:
                ui.label(name).classes(f"chip {look}")
                remove = ui.button(icon="close", on_click=lambda _, number=number: self.ask(number))
                remove.props(f'flat round dense size=sm color=grey-8 aria-label="删除标签{name}"')

    def ask_new(self) -> None:
        self.adding.open()

    def ask(self, number: int) -> None:
        self.at = number
        self.removing.open()

    async def _add(self, answers: Answers, _: str) -> str:
        wrong = await self.do(
            lambda s: add_label(s, answers["name"], answers["look"] or "grey"), why_not, done="已新建标签"
        )
        return wrong or await self._again()

    async def _remove(self, answers: Answers, _: str) -> str:
        number = self.at
        wrong = await self.do(lambda s: remove_label(s, number), lambda _: "", done="已删除标签")
        return wrong or await self._again()

    async def _again(self) -> str:
        await self.refresh()
        return ""
