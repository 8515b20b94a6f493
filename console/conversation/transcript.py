"""The lines of a conversation, live."""

from datetime import datetime

from nicegui import ui

from console.conversation.line import Line, event
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.words import day
from union.attachments.service import of_lines
from union.conversations.models import Message
from union.conversations.reply import PICTURE
from union.conversations.service import transcript
from union.handoff.desk import Delivery, DeskCase, deliveries

ACCOUNT = {"bot": "机器人", "notice": "通知"}
PAGE = 100  # lines shown at first
OVERLAP = 20  # lines read again: one with a smaller id may have been committed later


class Transcript:
    """Shows lines as they come; `is_settled` once every answer shown has been sent, or has not."""

    def __init__(self, deps: ConsoleDeps, case: DeskCase) -> None:
        self.deps, self.case, self.most = deps, case, PAGE
        self.is_settled = True
        # The outer box runs upwards, so the browser itself keeps the newest line in view.
        with box("lines").props('tabindex="0" role="log" aria-label="对话记录"'), box("inner"):
            self.more = ui.button("显示更早的消息", on_click=self.show_more).props("flat dense").classes("earlier")
            self.column = box("inner")
        self.forget()

    def forget(self) -> None:
        self.ids: list[int] = []
        self.answers: dict[tuple[datetime, str], Line] = {}
        self.pictures: dict[int, Line] = {}  # lines whose picture is not shown yet
        self.since: datetime | None = None
        self.last_day = ""
        self.column.clear()

    async def show_more(self) -> None:
        self.most += 3 * PAGE
        self.forget()
        await self.refresh()

    async def refresh(self) -> None:
        """Read what is new and show it."""
        after = self.ids[-OVERLAP] if len(self.ids) > OVERLAP else 0
        async with self.deps.database.read() as session:
            lines = await transcript(session, self.case.member_id, after=after, most=self.most)
            since = self.since or (lines[0].at if lines else self.case.asked_at)
            sent = await deliveries(session, self.case.member_id, since)
        if self.column.is_deleted:
            return
        if not self.ids:
            self.since = since
            self.more.set_visibility(len(lines) == self.most)
        known = set(self.ids)
        with self.column:
            for message in lines:
                if message.id not in known:
                    self._add(message)
        self._show_deliveries(sent)
        await self._show_pictures()

    def _add(self, message: Message) -> None:
        self.ids.append(message.id)
        this_day = day(message.at, self.deps.clock.now())
        if this_day != self.last_day:
            ui.label(this_day).classes("day")
            self.last_day = this_day
        if message.author == "event":
            event(message.text)
            return
        line = Line(message, self._author(message))
        if message.author == "staff":
            self.answers[message.at, message.text] = line
        if message.author in ("member", "staff") and message.text == PICTURE:
            self.pictures[message.id] = line

    def _author(self, message: Message) -> str:
        if message.author == "member":
            return self.case.member
        if message.author in ACCOUNT:
            return ACCOUNT[message.author]
        is_of_this_case = self.case.taken_at is not None and message.at >= self.case.taken_at
        return (self.case.staff if is_of_this_case else None) or "工作人员"

    async def _show_pictures(self) -> None:
        """Those that have come; one still on its way is looked for at the next change."""
        if not self.pictures:
            return
        async with self.deps.database.read() as session:
            found = await of_lines(session, self.case.member_id, list(self.pictures))
        if self.column.is_deleted:
            return
        for number, line in list(self.pictures.items()):
            sent = found.get(number)
            if sent is not None:
                line.show_picture(sent)
            if sent is None or sent.state != "awaited":
                self.pictures.pop(number, None)

    def _show_deliveries(self, sent: list[Delivery]) -> None:
        self.is_settled = True
        for delivery in sent:
            line = self.answers.get((delivery.at, delivery.text))
            if line is not None:
                line.show(delivery)
                self.is_settled = self.is_settled and delivery.is_settled
