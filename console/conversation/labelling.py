"""The labels of a case."""

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.conversation.steps import Steps
from union.desk.labels import labels, labels_of, put_labels
from union.handoff.desk import DeskCase

NONE = "还没有标签，请管理员在“接待设置”里添加。"


class Labelling:
    """A choice of several; what is chosen is on the case at once."""

    def __init__(self, steps: Steps, case: DeskCase) -> None:
        self.steps, self.case = steps, case
        self.options: dict[int, str] = {}
        self.has: list[int] = []
        self.select = ui.select({}, multiple=True, value=[], label="标签").props(
            "outlined dense options-dense use-chips"
        )
        self.select.on("update:model-value", self.put, args=[])

    async def read(self, session: AsyncSession) -> None:
        self.options = {one.id: one.name for one in await labels(session)}
        self.has = [one.id for one in (await labels_of(session, [self.case.id])).get(self.case.id, ())]

    def show(self) -> None:
        if self.select.options != self.options:
            self.select.set_options(self.options, value=self.has)
        elif list(self.select.value) != self.has:
            self.select.value = self.has
        self.select.props(f'hint="{"" if self.options else NONE}"')

    async def put(self) -> None:
        wanted = list(self.select.value)
        wrong = await self.steps(
            lambda s: put_labels(s, self.case.id, wanted, scope=self.steps.here.scope),
            what="改对话标签",
            member_id=self.case.member_id,
        )
        if wrong:
            ui.notify(wrong, type="warning")
