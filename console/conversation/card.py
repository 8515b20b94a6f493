"""The member's card beside the talk; on a phone it lies over it until it is closed."""

from nicegui import ui

from console.conversation import card_words as words
from console.conversation.labelling import Labelling
from console.conversation.noting import Noting
from console.conversation.steps import Steps
from console.deps import ConsoleDeps
from console.layout.frame import box, toggle
from console.parts.facts import facts, heading
from console.parts.hidden import Hidden
from console.session import Visit
from console.words import clock_time, day
from union.desk.card import Entry, MemberCard, card, contact
from union.handoff.desk import DeskCase
from union.staff.rules import may


class CardPanel:
    """Shown anew when something changed; fields that one types in stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, case: DeskCase, steps: Steps) -> None:
        self.deps, self.here, self.member_id, self.steps = deps, here, case.member_id, steps
        self.shown: object = None
        self.note = ""
        with box("member-card", tag="aside").props('aria-label="会员资料"') as self.root:
            with box("titled"):
                heading("会员资料")
                close = ui.button("回到对话", on_click=lambda: self.open(is_open=False))
                close.props("flat dense").classes("close-card")
            self.facts = box("card-part")
            self.labelling = Labelling(steps, case)
            self.noting = Noting(steps, case)
            self.matters = box("card-part")

    def open(self, *, is_open: bool) -> None:
        """On a phone: lay it over the talk, or take it away."""
        toggle(self.root, "open", is_open)

    async def refresh(self, case: DeskCase) -> None:
        """Read and show."""
        async with self.deps.database.read() as session:
            found = await card(session, self.member_id, scope=self.here.scope)
            await self.labelling.read(session)
        if self.root.is_deleted or found is None:
            return
        self.labelling.show()
        if (found, case.note) == self.shown:
            return
        self.shown, self.note = (found, case.note), case.note
        self.noting.show(found, self.deps.clock.now())
        for part, fill in ((self.facts, self._facts), (self.matters, self._matters)):
            part.clear()
            with part:
                fill(found)

    def _facts(self, one: MemberCard) -> None:
        understood, _ = words.understood(one)
        facts(
            [
                ("交接留言", self.note),
                ("姓名", self._hidden(one.label, 0, "查看姓名") if one.has_name else "没有留过"),
                ("手机号", self._hidden(one.phone, 1, "查看手机号") if one.phone else "没有留过"),
                ("所在工会", "\n".join(one.unions) or "没有绑定"),
                ("正在办理", words.form(one)),
                ("机器人理解", understood),
                ("没答上的", one.missed),
            ]
        )

    def _hidden(self, shown: str, which: int, what: str) -> Hidden:
        async def read(session: words.Session) -> str:
            return (await contact(session, self.member_id, scope=self.here.scope))[which]

        return Hidden(self.steps.do, shown, read, what, self.member_id)

    def _matters(self, one: MemberCard) -> None:
        for kind, title in words.KINDS.items():
            entries = [entry for entry in one.entries if entry.kind == kind]
            if entries:
                heading(title)
            for entry in entries:
                self._entry(entry)
        if not one.entries:
            ui.label(words.NOTHING_YET).classes("hint")

    def _entry(self, one: Entry) -> None:
        now = self.deps.clock.now()
        path, task = words.path(one)
        with box("matter"):
            if path and may(self.here.staff.role, task):
                ui.link(one.title or "未注明事项", path).classes(remove="nicegui-link")
            else:
                ui.label(one.title or "未注明事项")
            ui.label(f"{words.status(one)}　{day(one.at, now)} {clock_time(one.at)}").classes("hint")
