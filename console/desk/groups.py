"""Groups: who answers what first, and who is asked when they do not."""

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.conversation.steps import Verb
from console.deps import ConsoleDeps
from console.desk.words import group_lines, group_wrong, wanted_group
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.facts import heading
from console.parts.fields import MANY, ON, Answers, Field
from console.session import Visit
from union.desk.choices import group_choices
from union.handoff.groups import Group, GroupShown, Refused, groups, put_group, remove_group

NONE = "还没有小组：所有会员都由全体同事接待。人多了再分组，比如“法律维权”“综合服务”。"
FIELDS = (
    Field("name", "小组名称", longest=32),
    Field("topics", "负责的事项", hint="用顿号隔开，比如：欠薪、工伤。不写就是什么都接。", longest=500),
    Field("union", "只接待这个工会的会员", "choice"),
    Field("staff", "组里的同事", "many"),
    Field("remind", "几分钟没人接就提醒", "number", value="5"),
    Field("escalate", "几分钟没人接就转下一组", "number", value="15"),
    Field("next", "转到哪一组", "choice"),
    Field("fallback", "其他事项都归这一组", "switch"),
)


class Groups:
    """A row each, with its dialogs."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here, self.do = deps, here, Doing(deps, here, "desk")
        self.shown: list[GroupShown] | None = None
        self.at: int | None = None
        with box("section", tag="section"):
            heading("小组")
            self.empty = ui.label(NONE).classes("empty")
            self.list = box("rows")
            ui.button("新建小组", on_click=self.add).props("outline")
        self.asking = Ask(
            "小组", "会员转人工时，先按事项分到小组；没有人接，再提醒、再转下一组。", "保存", self._put, FIELDS
        )
        self.removing = Ask("删除小组？", "", "删除", self._remove, is_grave=True)

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await groups(session)
            await self._offer(session, found)
        if self.list.is_deleted or found == self.shown:
            return
        self.shown = found
        self.empty.set_visibility(not found)
        self.list.clear()
        with self.list:
            for one in found:
                self._row(one)

    async def _offer(self, session: AsyncSession, found: list[GroupShown]) -> None:
        """What can be chosen in the dialog."""
        known = await group_choices(session)
        following = {str(one.group.id): one.group.name for one in found}
        names = {name: name for name in known.staff}
        for field, options in (("union", known.unions), ("next", following), ("staff", names)):
            select_ = self.asking.inputs[field]
            assert isinstance(select_, ui.select)
            if select_.options != options and not self.asking.dialog.value:
                select_.set_options(options, value=[] if select_.multiple else None)
                select_.props("clearable")

    def _row(self, one: GroupShown) -> None:
        with box("row-work"):
            with box("text"):
                with box("name"):
                    ui.label(one.group.name)
                    if one.group.is_fallback:
                        ui.label("其他事项").classes("chip")
                    if one.waiting:
                        ui.label(f"{one.waiting} 位在等").classes("chip amber")
                for line in group_lines(one):
                    ui.label(line).classes("hint")
            with box("buttons"):
                ui.button("修改", on_click=lambda: self.change(one)).props("outline dense")
                ui.button("删除", on_click=lambda: self.remove(one)).props("flat dense color=negative")

    def add(self) -> None:
        self.at = None
        self.asking.fill(name="", topics="", union="", staff="", remind="5", escalate="15", next="", fallback="")
        self.asking.open()

    def change(self, one: GroupShown) -> None:
        group = self.at_group(one)
        self.asking.fill(
            name=group.name,
            topics="、".join(group.topics),
            union=group.union_id or "",
            staff=MANY.join(one.staff),
            remind=str(group.remind_minutes),
            escalate=str(group.escalate_minutes),
            next=str(group.next_id or ""),
            fallback=ON if group.is_fallback else "",
        )
        self.asking.open()

    def remove(self, one: GroupShown) -> None:
        self.at_group(one)
        self.removing.open(f"“{one.group.name}”里等待的会员会改由全体同事接待。")

    def at_group(self, one: GroupShown) -> Group:
        self.at = one.group.id
        return one.group

    async def _put(self, answers: Answers, _: str) -> str:
        wanted = wanted_group(answers, self.at)
        if isinstance(wanted, str):
            return wanted
        return await self._step(lambda s: put_group(s, wanted), "已保存小组")

    async def _remove(self, answers: Answers, _: str) -> str:
        assert self.at is not None
        at = self.at
        return await self._step(lambda s: remove_group(s, at), "已删除小组")

    async def _step(self, verb: Verb[object], done: str) -> str:
        wrong = await self.do(
            verb, lambda result: group_wrong(result) if isinstance(result, Refused) else "", done=done
        )
        if not wrong:
            await self.refresh()
        return wrong
