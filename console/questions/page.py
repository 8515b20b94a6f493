"""The list of questions that the bot could not answer, grouped: the most asked first."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.knowledge.shelf import NOBODY, Shelf, within
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.filters import pile_tabs
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.questions import sheet
from console.session import Visit
from console.words import day
from knowledge.learning.service import DISMISSED, QuestionGroup, put_back, question_groups
from union.staff.rules import may

PATH = "/questions"
PILES = {"open": "待答", "answered": "已有答复", "dismissed": "不归我们"}
EMPTY = {
    "open": "现在没有待答的问题。机器人答不上来的问题会自动收到这里，不记是谁问的。",
    "answered": "还没有答复过的问题。",
    "dismissed": "没有放到一边的问题。",
}
WORDS = "机器人答不上来的问题，意思一样的放在一起，问得多的在前。只留问题，不记是谁问的，半年后自动删除。"
OF_AREA = "这里只列出提到您那里地名的问题。"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console."""
    shelf = Shelf(deps)

    @console_page(PATH, title="待答问题 · 工会服务台")
    async def questions(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "questions", lambda here: show(deps, here, shelf))

    sheet.add(deps, shelf)


async def show(deps: ConsoleDeps, here: Visit, shelf: Shelf) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Questions(deps, here, shelf)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds, member_id=NOBODY)


class Questions:
    """Three piles of groups."""

    def __init__(self, deps: ConsoleDeps, here: Visit, shelf: Shelf) -> None:
        self.deps, self.here, self.shelf = deps, here, shelf
        self.paths: dict[str, str] = {}  # of entries, by id
        self.do = Doing(deps, here, "questions")
        with box(tag="h1"):
            ui.label("待答问题")
        ui.label(WORDS if here.scope.is_everything else WORDS + OF_AREA).classes("hint")
        self.pile = pile_tabs(PILES, self.refresh)
        self.rows: Rows[QuestionGroup] = Rows(EMPTY["open"], _key, self._row)

    def _row(self, one: QuestionGroup) -> "GroupRow | SettledRow":
        if one.answered_by is None:
            return GroupRow(one)
        path = self.paths.get(one.answered_by, "") if may(self.here.staff.role, "knowledge") else ""
        return SettledRow(one, path, self.put_back)

    async def refresh(self) -> None:
        """Read and show."""
        pile = self.pile.value
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "questions"):
                ui.navigate.reload()
                return
            found = await question_groups(session, pile=pile, within=within(self.here))
        content = (await self.shelf.now()).content
        self.paths = {entry.id: f"/knowledge/{kind}/{entry.id}" for kind, entry in content.entries()}
        if self.rows.is_deleted or pile != self.pile.value:
            return
        self.rows.empty.text = EMPTY[pile]
        self.rows.show(found, self.deps.clock.now())

    async def put_back(self, one: QuestionGroup) -> None:
        """It was for us after all."""
        wrong = await self.do(
            lambda s: put_back(s, one.ids),
            lambda is_back: "" if is_back else "刚才已经放回去了。",
            done="已放回待答",
            what="放回待答问题",
        )
        if wrong:
            ui.notify(wrong, type="warning")
        await self.refresh()


def _key(one: QuestionGroup) -> tuple[str | None, int]:
    return one.answered_by, one.number


class GroupRow(Line):
    """One open group; the row leads to its page."""

    def __init__(self, one: QuestionGroup) -> None:
        super().__init__(f"{PATH}/{one.number}")

    def update(self, one: QuestionGroup, now: datetime) -> None:
        others = "　".join(f"“{text}”" for text in one.texts[1:4])
        self.fill(
            one.example, [(f"问过 {one.count} 次", "amber" if one.count > 1 else "grey")], _asked(one, now), others
        )


class SettledRow:
    """One group that was dealt with: where its answer is, or the way back."""

    def __init__(self, one: QuestionGroup, path: str, back: Callable[[QuestionGroup], Awaitable[None]]) -> None:
        with box("row-work") as self.root:
            with box("text"):
                self.text = ui.label(one.example).classes("name")
                self.asked = ui.label().classes("hint")
            if one.answered_by == DISMISSED:
                ui.button("放回待答", on_click=lambda: back(one)).props("flat dense")
            elif path:
                ui.link("看答复", path)

    def update(self, one: QuestionGroup, now: datetime) -> None:
        self.asked.text = f"问过 {one.count} 次，{_asked(one, now)}"


def _asked(one: QuestionGroup, now: datetime) -> str:
    return f"最近 {day(one.last_asked, now)}"
