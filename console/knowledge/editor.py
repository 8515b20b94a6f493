"""The form of one entry: checked, shown as the member will read it, and saved against what was read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nicegui import ui

from console.deps import ConsoleDeps
from console.knowledge.asking import Preview
from console.knowledge.draft import Draft, keep_if_ended, take_up
from console.knowledge.fields import SECTIONS, sections
from console.knowledge.past import show_changes
from console.knowledge.sheet import LIST
from console.knowledge.shelf import Shelf, within
from console.knowledge.words import KINDS, why_not
from console.layout.frame import box
from console.parts.doing import Doing
from console.parts.facts import back, heading
from console.parts.fields import Answers
from console.parts.form import Form, Wrong
from console.session import Visit
from knowledge.content import Entry, EntryKind
from knowledge.editing.answering import answer_questions
from knowledge.editing.checking import Wrong as NotRight
from knowledge.editing.checking import checked
from knowledge.editing.desk import name_of, open_entry
from knowledge.editing.fields import to_answers
from knowledge.editing.history import changes
from knowledge.editing.service import NEW, By, Refused
from knowledge.learning.service import QuestionGroup
from knowledge.store import as_data

LOOK_ABOVE = "有几处要改，请看标红的地方。"


@dataclass(frozen=True)
class Task:
    """What is written. `entry_id`: empty for a new one; `base`: since when it says what was read (`answers`)."""

    kind: EntryKind
    entry_id: str
    base: int
    answers: Mapping[str, str]
    group: QuestionGroup | None


class Editor:
    """Whatever happens, what was typed stays."""

    def __init__(self, deps: ConsoleDeps, here: Visit, shelf: Shelf, task: Task) -> None:
        self.deps, self.here, self.shelf, self.task = deps, here, shelf, task
        self.do = Doing(deps, here, "knowledge")
        self.read: Mapping[str, str] = task.answers
        if task.group:
            back("待答问题", f"/questions/{task.group.number}")
        else:
            back(KINDS[task.kind] if task.entry_id else "知识库", self._sheet(task.entry_id))
        with box(tag="h1"):
            ui.label(f"修改{KINDS[task.kind]}" if task.entry_id else f"写新{KINDS[task.kind]}")
        self._say_for_what()
        self.theirs = box("sheet")
        self.form = Form(sections(task.kind, task.answers), "保存", self.save)
        ui.button("先看看回复", on_click=self.look).props("outline").classes("look")
        with box("sheet", tag="section") as self.looked:
            heading("会员会看到的回复")
            self.preview = Preview(task.kind)
        self.looked.set_visibility(False)
        take_up(here, self._take_up)

    def _take_up(self, draft: Draft) -> None:
        """What was typed before the session ended, against what was read then."""
        self.task = replace(self.task, base=draft.base)
        self.form.fill({name: text for name, text in draft.answers.items() if name in self.form.inputs})

    def _say_for_what(self) -> None:
        """New entries of other kinds; or the questions that are answered by this."""
        if self.task.group:
            words = f"保存后，{self.task.group.count} 个问题就有了答复。"
            ui.label(f"{words}会员的原话已放进“会员会怎么问”，请删去姓名等个人信息。").classes("hint")
        elif not self.task.entry_id and self.task.kind == "guide":
            with box("buttons"):
                ui.link("要写的是一个项目", f"{LIST}/new/program")
                ui.label("　")
                ui.link("要写的是劳动权益（有法律依据）", f"{LIST}/new/right")

    def _sheet(self, entry_id: str) -> str:
        return f"{LIST}/{self.task.kind}/{entry_id}" if entry_id else LIST

    def _entry(self, answers: Answers, key: str) -> Entry | NotRight:
        entry_id = self.task.entry_id or f"{self.task.kind}-{key[:12]}"
        return checked(self.task.kind, entry_id, answers, self.deps.clock.now())

    async def look(self) -> None:
        """The reply as it would be."""
        entry = self._entry(self.form.answers, self.form.key)
        if isinstance(entry, NotRight):
            self.form.say(self._wrong(entry))
            ui.notify(LOOK_ABOVE, type="warning")
            return
        self.form.say(dict.fromkeys(["", *self.form.inputs], ""))
        version = await self.shelf.now()
        if not self.looked.is_deleted:
            self.looked.set_visibility(True)
            self.preview.show(version, entry)

    def _wrong(self, found: NotRight) -> Wrong:
        """By field, with a line below for what is about none."""
        fields = {name for names in SECTIONS[self.task.kind].values() for name in names}
        rest = "".join(text for name, text in found.fields.items() if name not in fields)
        return {**{name: text for name, text in found.fields.items() if name in fields}, "": rest or LOOK_ABOVE}

    async def save(self, answers: Answers, key: str) -> Wrong:
        keep_if_ended(self.here, Draft(self.task.base, answers))
        entry = self._entry(answers, key)
        if isinstance(entry, NotRight):
            return self._wrong(entry)
        task, kind = self.task, self.task.kind
        step = "changed" if task.entry_id else "added"
        by = By(self.here.staff.name, step, self.deps.clock.now(), within(self.here))  # type: ignore[arg-type]
        refusals: list[Refused] = []

        def why(result: object) -> str:
            refusals[:] = [result] if isinstance(result, Refused) else []
            return why_not(result) if isinstance(result, Refused) else ""

        ids = task.group.ids if task.group else ()
        wrong = await self.do(
            lambda s: answer_questions(s, ids, kind, entry, base=task.base, by=by),
            why,
            what=f"{'修改' if task.entry_id else '新建'}知识条目：{name_of(entry)}",
        )
        if refusals and refusals[0].reason == "changed":
            await self._take_theirs()
        if not wrong:
            ui.navigate.to(f"{self._sheet(entry.id)}?saved=1")
        return {"": wrong} if wrong else {}

    async def _take_theirs(self) -> None:
        """Somebody else saved first: show what they changed; the next save is against theirs."""
        async with self.deps.database.read() as session:
            found = await open_entry(session, self.task.kind, self.task.entry_id, within(self.here))
        if found is None or self.theirs.is_deleted:
            return
        now = to_answers(self.task.kind, as_data(found.entry))
        differing = changes(self.task.kind, self.read, now)
        mine = self.form.answers
        self.form.fill({name: text for name, text in now.items() if mine.get(name) == self.read.get(name, "")})
        self.read = now
        self.task = replace(self.task, base=NEW if found.is_retired else found.version)
        self.theirs.clear()
        with self.theirs, box("row-work theirs"), box("text"):
            ui.label(
                f"{found.staff or '导入的文件'}改了这些。您改过的栏没有动，没改过的已换成新的；再点“保存”就行。"
            ).classes("name")
            show_changes(differing)
