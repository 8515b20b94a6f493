"""Notes of staff about a case: no member ever gets them."""

from datetime import datetime

from nicegui import ui

from console.conversation.steps import Steps
from console.layout.frame import box
from console.parts.facts import heading
from console.words import clock_time, day
from union.desk.card import MemberCard, NoteShown
from union.desk.notes import LONGEST, add_note
from union.handoff.desk import DeskCase


class Noting:
    """What was noted, the newest first, and a field for more."""

    def __init__(self, steps: Steps, case: DeskCase) -> None:
        self.steps, self.case = steps, case
        self.shown: tuple[NoteShown, ...] = ()
        with box("card-part"):
            heading("内部备注（会员看不到）")
            self.field = ui.textarea("写一条备注").props(f"outlined dense autogrow maxlength={LONGEST} rows=1")
            self.button = ui.button("记下", on_click=self.add).props("outline dense").classes("note-it")
            self.list = box("notes")

    def show(self, card: MemberCard, now: datetime) -> None:
        if card.notes == self.shown:
            return
        self.shown = card.notes
        self.list.clear()
        with self.list:
            for one in card.notes:
                with box("note"):
                    ui.label(one.text).classes("plain")
                    ui.label(f"{one.staff}　{day(one.at, now)} {clock_time(one.at)}").classes("hint")

    async def add(self) -> None:
        """Note it; what was typed stays until it stands."""
        if not self.button.enabled:
            return
        here, text, now = self.steps.here, str(self.field.value or ""), self.steps.deps.clock.now()
        self.button.disable()
        try:
            wrong = await self.steps(
                lambda s: add_note(s, self.case.id, text, staff=here.staff.name, now=now, scope=here.scope),
                what="记内部备注",
                member_id=self.case.member_id,
            )
        finally:
            self.button.enable()
        if wrong:
            ui.notify(wrong, type="warning")
        elif not self.field.is_deleted:
            self.field.value = ""
