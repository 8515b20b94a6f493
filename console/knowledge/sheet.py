"""One entry: its reply, what it says, its history, and what staff do with it."""

import re
from collections.abc import Awaitable, Callable
from typing import get_args

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.knowledge.asking import Preview
from console.knowledge.past import show_past
from console.knowledge.shelf import NOBODY, Shelf, within
from console.knowledge.words import KINDS, STATES, THEMES, why_not
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts, heading
from console.parts.fields import Answers
from console.parts.opening import nowhere, open_page
from console.session import Visit
from knowledge.content import EntryKind
from knowledge.editing.desk import Opened, name_of, open_entry
from knowledge.editing.fields import LABELS, to_answers
from knowledge.editing.history import Past, history
from knowledge.editing.review import review_of
from knowledge.editing.service import NEW, By, Refused, Saved, Step, mark_reviewed, restore_entry, retire_entry
from knowledge.store import as_data

LIST = "/knowledge"
ID = re.compile(r"[a-z0-9-]{1,200}")
GONE = "它可能不在您负责的地区，或者地址抄错了。"
LIVE = "几秒后机器人就会照新的内容回答"


def add(deps: ConsoleDeps, shelf: Shelf) -> None:
    """Add the page to the console."""

    @console_page(LIST + "/{kind}/{entry_id}", title="知识库 · 工会服务台")
    async def entry(request: Request, kind: str, entry_id: str, saved: str = "") -> RedirectResponse | None:
        is_right = kind in get_args(EntryKind) and ID.fullmatch(entry_id)
        path = f"{LIST}/{kind}/{entry_id}" if is_right else f"{LIST}/guide/-"
        return await open_page(
            deps, request, path, "knowledge", lambda here: show(deps, here, shelf, path, bool(saved))
        )


async def show(deps: ConsoleDeps, here: Visit, shelf: Shelf, path: str, was_saved: bool) -> None:
    """Build the page; `was_saved`: one comes here from writing it."""
    kind, entry_id = path.split("/")[-2:]
    async with deps.database.read() as session:
        found = await open_entry(session, kind, entry_id, within(here))  # type: ignore[arg-type]  # checked above
    if found is None:
        nowhere(here, "没有找到这一条", GONE, path=LIST, label="知识库")
        return
    with frame(here, here=LIST), box("inbox"):
        if was_saved:
            ui.label(f"已保存，{LIVE}。").classes("saved").props('role="status"')
        page = EntryPage(deps, here, shelf, found)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds, member_id=NOBODY)


class EntryPage:
    """Shown anew when something changed; the dialogs stand outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, shelf: Shelf, found: Opened) -> None:
        self.deps, self.here, self.shelf, self.found = deps, here, shelf, found
        self.kind, self.id = found.kind, found.entry.id
        self.shown: Opened | None = None
        self.wanted: Past | None = None
        self.do = Doing(deps, here, "knowledge")
        back("知识库", LIST)
        self.body = box("sheet")
        with box("sheet", tag="section"):
            heading("会员看到的回复")
            self.preview = Preview(self.kind)
            heading("修改记录")
            self.past = box("rows")
        review = Ask("核对过了，内容没有变？", "核对月份会改成这个月。", "核对无误", self.review)
        retire = Ask(
            "停用这一条？",
            "机器人不再用它回答。修改记录会留着，以后随时可以恢复。",
            "停用",
            self.retire,
            is_grave=True,
        )
        self.back_to = Ask("恢复成以前的内容？", "现在的内容会留在修改记录里。", "恢复", self.restore)
        with box("actions", tag="section").props('aria-label="处理"') as self.actions, box("buttons"):
            edit = f"{LIST}/{self.kind}/{self.id}/edit"
            ui.button("修改", on_click=lambda: ui.navigate.to(edit)).props("unelevated")
            ui.button("核对无误", on_click=review.open).props("outline")
            ui.button("停用", on_click=retire.open).props("flat color=negative")

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await open_entry(session, self.kind, self.id, within(self.here))
            allowed = await is_allowed(session, self.here, "knowledge")
            past = await history(session, self.kind, self.id)
        version = await self.shelf.now()
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
            return
        if found != self.shown:
            self.found = self.shown = found
            self._fill(found, past)
            self.preview.show(version, found.entry)

    def _fill(self, one: Opened, past: list[Past]) -> None:
        now = self.deps.clock.now()
        self.actions.set_visibility(not one.is_retired)
        self.body.clear()
        with self.body:
            with box("name", tag="h1"):
                ui.label(name_of(one.entry))
                ui.label(KINDS[one.kind]).classes("chip")
                if one.is_retired:
                    ui.label("已停用").classes("chip grey")
                elif (state := review_of(one.entry, now).state) in STATES:
                    text, look = STATES[state]
                    ui.label(text).classes(f"chip {look}")
            if one.is_retired:
                ui.label("机器人现在不用这一条。想再用，请在下面的修改记录里恢复。").classes("hint")
            answers = to_answers(one.kind, as_data(one.entry))
            answers |= {"kind": THEMES.get(answers.get("kind", ""), "")}
            facts([(label, answers[name]) for name, label in LABELS[one.kind].items()])
        self.past.clear()
        with self.past:
            # A retired entry's last words are what one wants back most.
            show_past(past, now, self.ask_back)

    async def ask_back(self, one: Past) -> None:
        self.wanted = one
        self.back_to.open()

    async def review(self, answers: Answers, key: str) -> str:
        base, by = self.found.version, self._by("reviewed")
        return await self._run(lambda s: mark_reviewed(s, self.kind, self.id, base=base, by=by), "已记下核对", "核对")

    async def retire(self, answers: Answers, key: str) -> str:
        base, by = self.found.version, self._by("retired")
        return await self._run(
            lambda s: retire_entry(s, self.kind, self.id, base=base, by=by), "已停用，几秒后生效", "停用"
        )

    async def restore(self, answers: Answers, key: str) -> str:
        if (wanted := self.wanted) is None:
            return ""
        base, by = NEW if self.found.is_retired else self.found.version, self._by("restored")
        return await self._run(
            lambda s: restore_entry(s, self.kind, self.id, wanted.version, base=base, by=by),
            f"已恢复，{LIVE}",
            "恢复",
        )

    def _by(self, step: Step) -> By:
        return By(self.here.staff.name, step, self.deps.clock.now(), within(self.here))

    async def _run(self, verb: Callable[[AsyncSession], Awaitable[Saved | Refused]], done: str, what: str) -> str:
        wrong = await self.do(
            verb,
            lambda result: why_not(result) if isinstance(result, Refused) else "",
            done=done,
            what=f"{what}知识条目：{name_of(self.found.entry)}",
        )
        await self.refresh()
        return wrong
