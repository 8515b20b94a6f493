"""One group of questions: what was asked, what the bot makes of it, and the ways to an answer."""

import asyncio

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.knowledge.editing import SETTLED
from console.knowledge.ranking import show_ranked
from console.knowledge.shelf import Shelf, within
from console.knowledge.words import KINDS, OUTCOMES
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, heading
from console.parts.fields import Answers
from console.parts.filters import search
from console.parts.opening import nowhere, open_page
from console.session import Visit
from console.words import day
from knowledge.content import EntryKind
from knowledge.editing.desk import Wanted, listed
from knowledge.editing.within import is_within
from knowledge.learning.service import QuestionGroup, dismiss, group_of
from knowledge.live import Version
from knowledge.trying import Ranked, Tried, try_programs, try_rights
from union.staff.rules import may

LIST = "/questions"
MOST = 4  # entries of each reading
FOUND = 6  # entries found by words
NOT_YOURS_TO_WRITE = "答复由负责知识库的同事来写。跟工会没有关系的问题，可以直接放到“不归我们”。"
NEAR = "已经有差不多的条目？把这些问法补充进去，机器人就认得了。"


def add(deps: ConsoleDeps, shelf: Shelf) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{number}", title="待答问题 · 工会服务台")
    async def question(request: Request, number: str) -> RedirectResponse | None:
        wanted = int(number[:18]) if number.isascii() and number.isdecimal() else 0
        path = f"{LIST}/{wanted}"
        return await open_page(deps, request, path, "questions", lambda here: show(deps, here, shelf, wanted))


async def show(deps: ConsoleDeps, here: Visit, shelf: Shelf, number: int) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        group = await group_of(session, number, within(here))
    if group is None:
        nowhere(here, "没有等答复的问题", SETTLED, path=LIST, label="待答问题")
        return
    version = await shelf.now()
    with frame(here, here=LIST), box("inbox"):
        GroupPage(deps, here, shelf, group, version)


class GroupPage:
    """Built once: what was asked does not change while somebody looks for the answer."""

    def __init__(self, deps: ConsoleDeps, here: Visit, shelf: Shelf, group: QuestionGroup, version: Version) -> None:
        self.deps, self.here, self.shelf, self.group = deps, here, shelf, group
        self.do = Doing(deps, here, "questions")
        self.may_write = may(here.staff.role, "knowledge")
        back("待答问题", LIST)
        with box("sheet"):
            with box("name", tag="h1"):
                ui.label(group.example)
                ui.label(f"问过 {group.count} 次").classes("chip amber")
            ui.label(f"最近 {day(group.last_asked, deps.clock.now())} 有人问").classes("hint")
            if len(group.texts) > 1:
                heading("会员的原话")
                with box("words"):
                    for text in group.texts:
                        ui.label(text)
        if self.may_write:
            self._near(version)
        else:
            ui.label(NOT_YOURS_TO_WRITE).classes("hint")
        away = Ask("不归工会答？", "这些问题会移到“不归我们”，随时可以放回来。", "移过去", self.dismiss)
        with box("actions", tag="section").props('aria-label="处理"'), box("buttons"):
            if self.may_write:
                new = f"/knowledge/new/guide?question={group.number}"
                ui.button("写成新问答", on_click=lambda: ui.navigate.to(new)).props("unelevated")
            ui.button("不归我们", on_click=away.open).props("outline")

    def _near(self, version: Version) -> None:
        """Entries that may be meant, to be given these ways of asking."""
        with box("section", tag="section"):
            heading("机器人现在怎么理解")
            for title, tried in {
                "问工会的事": try_programs(version, self.group.example),
                "问劳动法": try_rights(version, self.group.example),
            }.items():
                with box("name"):
                    text, look = OUTCOMES[tried.outcome]
                    ui.label(f"当作{title}：")
                    ui.label(text).classes(f"chip {look}")
            ui.label(NEAR).classes("hint")
            for one in self._mine(version, try_programs(version, self.group.example)):
                show_ranked(one, lambda one=one: self._add_to(one.kind, one.entry_id))  # type: ignore[misc]
            for one in self._mine(version, try_rights(version, self.group.example)):
                show_ranked(one, lambda one=one: self._add_to(one.kind, one.entry_id))  # type: ignore[misc]
            self.words = search("找别的条目", self.find)
            self.found = box("rows")

    def _mine(self, version: Version, tried: Tried) -> list[Ranked]:
        """Those that these staff may change."""
        entries = {(kind, entry.id): entry for kind, entry in version.content.entries()}
        limits = within(self.here)
        return [one for one in tried.ranked if is_within(entries[one.kind, one.entry_id], limits)][:MOST]

    def _add_to(self, kind: EntryKind, entry_id: str) -> None:
        path = f"/knowledge/{kind}/{entry_id}/edit?question={self.group.number}"
        ui.button("补充到这条", on_click=lambda: ui.navigate.to(path)).props("flat dense")

    async def find(self) -> None:
        """Entries that hold the words typed."""
        words = (self.words.value or "").strip()
        async with self.deps.database.read() as session:
            allowed = await is_allowed(session, self.here, "knowledge")
        content, now = (await self.shelf.now()).content, self.deps.clock.now()
        found = await asyncio.to_thread(listed, content, Wanted(words), now, within(self.here))
        if self.found.is_deleted or words != (self.words.value or "").strip():
            return
        self.found.clear()
        if not words or not allowed:
            return
        with self.found:
            for one in [one for one in found if one.kind != "hotline"][:FOUND]:
                with box("row-work"), box("text"), box("name"):
                    ui.label(one.name)
                    ui.label(KINDS[one.kind]).classes("chip grey")
                    self._add_to(one.kind, one.entry_id)
            if not found:
                ui.label("没有这样的条目。").classes("empty")

    async def dismiss(self, answers: Answers, key: str) -> str:
        wrong = await self.do(
            lambda s: dismiss(s, self.group.ids),
            lambda is_done: "" if is_done else SETTLED,
            done="已移到“不归我们”",
            what="待答问题不归我们",
        )
        if not wrong:
            ui.navigate.to(LIST)
        return wrong
