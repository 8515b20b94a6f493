"""Who sits at a window: added, renamed, and what happens to their talks when they leave."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.doing import Doing
from console.parts.facts import heading
from console.parts.fields import Answers, Field
from console.parts.form import Wrong as Said
from console.parts.form_dialog import FormDialog
from console.parts.rows import Rows
from console.session import Visit
from console.windows.affecting import Affecting
from console.windows.words import in_one_line, said
from union.entered import Wrong
from union.legal_aid.refusal import Refused
from union.legal_aid.setting import LONGEST_FIRM, LONGEST_NAME, bring_back, put_lawyer, retire_lawyer
from union.legal_aid.window_desk import LawyerShown

NONE = "这个窗口还没有值班的人。先加人，再给他排班。"
LEAVES = "{name}从现在起不再值班，排班会全部取消；以前的预约仍由他记录结果。想让同事接手，请先给同事排好同样的班。"


class People:
    """Rows, a dialog, and what is asked when somebody leaves."""

    def __init__(
        self,
        deps: ConsoleDeps,
        here: Visit,
        window_id: str,
        affecting: Affecting,
        refresh: Callable[[], Awaitable[None]],
    ) -> None:
        self.deps, self.here, self.window_id = deps, here, window_id
        self.affecting, self.refresh = affecting, refresh
        self.do = Doing(deps, here, "windows")
        self.editing: str | None = None
        heading("值班的人")
        self.rows: Rows[LawyerShown] = Rows(NONE, lambda one: one.id, lambda one: PersonRow(one, self))
        fields = [
            Field("name", "姓名（会员会看到，如 王律师）", longest=LONGEST_NAME),
            Field("firm", "单位（可不填）", longest=LONGEST_FIRM),
        ]
        self.dialog = FormDialog("加一个人", fields, "保存", self.save)
        ui.button("加人", on_click=self.add).props("outline")

    def show(self, lawyers: Sequence[LawyerShown], now: datetime) -> None:
        self.rows.show(lawyers, now)

    def add(self) -> None:
        self.editing = None
        self.dialog.open(title="加一个人")

    def edit(self, one: LawyerShown) -> None:
        self.editing = one.id
        self.dialog.open({"name": one.name, "firm": one.firm}, title="修改")

    async def save(self, answers: Answers, key: str) -> Said:
        found: list[Wrong | Refused] = []

        def why_not(result: object) -> str:
            found[:] = [result] if isinstance(result, Wrong | Refused) else []
            return in_one_line(found[0]) if found else ""

        editing, scope = self.editing, self.here.scope

        async def work(session: AsyncSession) -> object:
            name, firm = answers["name"], answers["firm"]
            return await put_lawyer(session, self.window_id, name, firm, key=key, lawyer_id=editing, scope=scope)

        wrong = await self.do(work, why_not, done="已保存", what="修改值班的人" if editing else "加值班的人")
        await self.refresh()
        return (said(found[0]) if found else {"": wrong}) if wrong else {}

    async def retire(self, one: LawyerShown) -> None:
        now, scope = self.deps.clock.now(), self.here.scope
        await self.affecting.asked(
            lambda s, queue: retire_lawyer(s, queue, one.id, now=now, scope=scope),
            "已离岗",
            LEAVES.format(name=one.name),
        )

    async def back_again(self, one: LawyerShown) -> None:
        wrong = await self.do(
            lambda s: bring_back(s, one.id, scope=self.here.scope),
            lambda came: "" if came else "刚才已经恢复了。",
            done="已恢复，请重新排班",
        )
        if wrong:
            ui.notify(wrong, type="warning")
        await self.refresh()


class PersonRow:
    """Who, how many talks are booked, and what can be done."""

    def __init__(self, one: LawyerShown, people: People) -> None:
        self.one = one
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    self.name = ui.label()
                    self.left = ui.label("已离岗").classes("chip grey")
                self.hint = ui.label().classes("hint")
            with box("buttons"):
                self.edit = ui.button("修改", on_click=lambda: people.edit(self.one)).props("flat")
                self.leave = ui.button("离岗", on_click=lambda: people.retire(self.one)).props("outline color=negative")
                self.back = ui.button("恢复", on_click=lambda: people.back_again(self.one)).props("outline")

    def update(self, one: LawyerShown, now: datetime) -> None:
        self.one = one
        self.name.text = one.name
        self.hint.text = "，".join(filter(None, [one.firm, f"{one.to_come} 个预约"]))
        self.left.set_visibility(one.is_retired)
        self.back.set_visibility(one.is_retired)
        self.leave.set_visibility(not one.is_retired)
        self.edit.set_visibility(not one.is_retired)
