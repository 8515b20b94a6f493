"""Canned replies: everybody's and one's own."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.conversation.steps import why_not
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.facts import back, heading
from console.parts.fields import ON, Answers, Field
from console.parts.opening import open_page
from console.session import Visit
from union.desk.canned import TITLE, canned, put_canned, remove_canned
from union.desk.filling import VARIABLES
from union.desk.models import LONGEST_REPLY, CannedReply
from union.staff.rules import may

PATH = "/desk/replies"
HINT = "可以写：" + "，".join(f"{{{name}}} 换成{words}" for name, words in VARIABLES.items()) + "。"
NONE = {True: "还没有大家共用的回复。", False: "您还没有自己的回复。常说的话可以存在这里，接待时点一下就能用。"}


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="常用回复 · 工会服务台")
    async def replies(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "talks", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here="/desk" if may(here.staff.role, "desk") else "/"), box("inbox"):
        page = Replies(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Replies:
    """Two lists and a dialog."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here, self.do = deps, here, Doing(deps, here, "talks")
        self.is_admin = may(here.staff.role, "desk")
        self.shown: list[tuple[object, ...]] | None = None
        self.at: int | None = None
        back("接待设置", "/desk") if self.is_admin else back("收件箱", "/")
        with box("titled"):
            with box(tag="h1"):
                ui.label("常用回复")
            ui.button("新建回复", on_click=self.add).props("outline")
        ui.label(HINT).classes("hint")
        self.lists = {shared: self._list(shared=shared) for shared in (False, True)}
        shared = Field("shared", "大家共用", "switch")
        title = Field("title", "名称（按钮上的字）", longest=TITLE)
        fields = [title, Field("text", "内容", "long", longest=LONGEST_REPLY), *([shared] if self.is_admin else [])]
        self.asking = Ask("常用回复", HINT, "保存", self._put, fields)
        self.removing = Ask("删除这条回复？", "", "删除", self._remove, is_grave=True)

    def _list(self, *, shared: bool) -> ui.element:
        with box("section", tag="section"):
            heading("大家共用" if shared else "我自己的")
            return box("rows")

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            found = await canned(session, self.here.staff.name)
        now = [(one.id, one.title, one.text, one.owner) for one in found]
        if any(one.is_deleted for one in self.lists.values()) or now == self.shown:
            return
        self.shown = list(now)
        for shared, place in self.lists.items():
            mine = [one for one in found if (one.owner is None) == shared]
            place.clear()
            with place:
                if not mine:
                    ui.label(NONE[shared]).classes("empty")
                for one in mine:
                    self._row(one, may_change=self.is_admin or not shared)

    def _row(self, one: CannedReply, *, may_change: bool) -> None:
        with box("row-work"):
            with box("text"):
                ui.label(one.title).classes("name")
                ui.label(one.text).classes("plain")
            if may_change:
                with box("buttons"):
                    ui.button("修改", on_click=lambda: self.change(one)).props("outline dense")
                    ui.button("删除", on_click=lambda: self.remove(one)).props("flat dense color=negative")

    def add(self) -> None:
        self.at = None
        self._fill("", "", shared="")
        self.asking.open()

    def change(self, one: CannedReply) -> None:
        self.at = one.id
        self._fill(one.title, one.text, shared="" if one.owner else ON)
        self.asking.open()

    def remove(self, one: CannedReply) -> None:
        self.at = one.id
        self.removing.open(f"“{one.title}”不再显示。")

    def _fill(self, title: str, text: str, *, shared: str) -> None:
        self.asking.fill(title=title, text=text, **({"shared": shared} if self.is_admin else {}))

    async def _put(self, answers: Answers, _: str) -> str:
        at, shared = self.at, bool(answers.get("shared"))
        who = {"staff": self.here.staff.name, "shared": shared, "is_admin": self.is_admin}
        wrong = await self.do(
            lambda s: put_canned(s, answers["title"], answers["text"], reply_id=at, **who),  # type: ignore[arg-type]
            why_not,
            done="已保存常用回复",
        )
        return wrong or await self._again()

    async def _remove(self, answers: Answers, _: str) -> str:
        assert self.at is not None
        at, name = self.at, self.here.staff.name
        wrong = await self.do(
            lambda s: remove_canned(s, at, staff=name, is_admin=self.is_admin), why_not, done="已删除常用回复"
        )
        return wrong or await self._again()

    async def _again(self) -> str:
        await self.refresh()
        return ""
