"""One union: its numbers, its place in the tree, its allies, and its roster brought in, written out and given codes."""

import re

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts, heading
from console.parts.fields import Answers, Field
from console.parts.form import Form, Wrong
from console.parts.opening import nowhere, open_page
from console.roster.runner import Runner
from console.roster.steps import Steps
from console.roster.words import LEVELS, people
from console.session import Visit
from union.roster.branches import Branch, ally, branches, save_union
from union.roster.tree import Misplaced, Place

LIST = "/roster"
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
GONE = "可能已被删除，或者不在您负责的范围内。"
TOP = "（没有上级）"


def add(deps: ConsoleDeps, runner: Runner) -> None:
    """Add the pages to the console; the one for a new union first, whose path the other would take."""

    @console_page(LIST + "/new", title="新增工会 · 工会服务台")
    async def new(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, f"{LIST}/new", "roster", lambda here: show_new(deps, here))

    @console_page(LIST + "/{union_id}", title="工会 · 工会服务台")
    async def union(request: Request, union_id: str) -> RedirectResponse | None:
        wanted = union_id if ID.fullmatch(union_id) else "-"
        path = f"{LIST}/{wanted}"
        return await open_page(deps, request, path, "roster", lambda here: show(deps, here, runner, wanted))


async def show_new(deps: ConsoleDeps, here: Visit) -> None:
    """The form alone."""
    async with deps.database.read() as session:
        shown = await branches(session, scope=here.scope)
    with frame(here, here=LIST), box("inbox"):
        back("名册", LIST)
        with box(tag="h1"):
            ui.label("新增工会")
        UnionForm(deps, here, shown, None)


async def show(deps: ConsoleDeps, here: Visit, runner: Runner, union_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        shown = await branches(session, scope=here.scope)
    one = next((branch for branch in shown if branch.id == union_id), None)
    if one is None:
        nowhere(here, "没有找到这家工会", GONE, path=LIST, label="名册")
        return
    with frame(here, here=LIST), box("inbox"):
        page = UnionPage(deps, here, runner, one, shown)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class UnionPage:
    """Numbers are shown anew; the form stays as it was typed."""

    def __init__(self, deps: ConsoleDeps, here: Visit, runner: Runner, one: Branch, all_of_them: list[Branch]) -> None:
        self.deps, self.here, self.union_id = deps, here, one.id
        self.do = Doing(deps, here, "roster")
        back("名册", LIST)
        with box(tag="h1"):
            self.title = ui.label()
        self.body = box("sheet")
        Steps(deps, here, runner, one)
        with box("section", tag="section"):
            heading("结对工会")
            ui.label("结对后，两家工会的会员可以互相报名、申请对方的活动和福利。").classes("hint")
            self.allies = box("row-work")
            others = {other.id: other.name for other in all_of_them if other.id != one.id}
            self.names = {other.name: other.id for other in all_of_them}
            with box("filters"):
                self.other = ui.select(others, label="和哪家结对", with_input=True).props(
                    "outlined dense options-dense"
                )
                ui.button("结对", on_click=self.on_ally).props("outline")
        with box("section", tag="section"):
            heading("名称和位置")
            UnionForm(deps, here, all_of_them, one)

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            shown = await branches(session, scope=self.here.scope)
            allowed = await is_allowed(session, self.here, "roster")
        one = next((branch for branch in shown if branch.id == self.union_id), None)
        if self.body.is_deleted:
            return
        if one is None or not allowed:
            ui.navigate.reload()
            return
        self.title.text = one.name
        above = next((branch.name for branch in shown if branch.id == one.parent_id), "")
        self.body.clear()
        with self.body:
            facts(
                [
                    ("类型", LEVELS[one.level]),
                    ("上级", above),
                    ("地区", f"{one.city}{one.district}"),
                    ("会员", people(one)),
                ]
            )
        self.allies.clear()
        self.allies.set_visibility(bool(one.allies))
        with self.allies:
            for name in one.allies:
                ui.label(name)
                if name in self.names:
                    ui.button("解除结对", on_click=lambda other=self.names[name]: self._ally(other, on=False)).props(
                        f'flat dense aria-label="和{name}解除结对"'
                    )

    async def on_ally(self) -> None:
        await self._ally(str(self.other.value or ""), on=True)

    async def _ally(self, other: str, *, on: bool) -> None:
        scope = self.here.scope
        wrong = await self.do(
            lambda s: ally(s, self.union_id, other, on=on, scope=scope),
            lambda refused: refused.why if refused else "",
            done="已结对" if on else "已解除结对",
        )
        if wrong:
            ui.notify(wrong, type="warning")
        await self.refresh()


class UnionForm:
    """Name, kind, place in the tree, area; of a new union or of `one`."""

    def __init__(self, deps: ConsoleDeps, here: Visit, all_of_them: list[Branch], one: Branch | None) -> None:
        self.here, self.one = here, one
        self.deps, self.do = deps, Doing(deps, here, "roster")
        self.parents = _parents(all_of_them, one, is_top_open=here.scope.is_everything)
        value = one.parent_id or "" if one else next(iter(self.parents))
        fields = [
            Field("name", "名称", longest=100, value=one.name if one else ""),
            Field("level", "类型", "choice", LEVELS, value=one.level if one else "street"),
            Field("parent", "上级", "choice", self.parents, value=value or TOP),
            Field("city", "所在市", longest=32, hint="如 杭州市；和上级一样就不填", value=one.city if one else ""),
            Field(
                "district",
                "所在区县",
                longest=32,
                hint="如 上城区；和上级一样就不填",
                value=one.district if one else "",
            ),
        ]
        self.form = Form({"": fields}, "保存" if one else "新增", self.on_save)

    async def on_save(self, answers: Answers, key: str) -> Wrong:
        if not answers["name"]:
            return {"name": "请填写工会名称。"}
        if answers["level"] not in LEVELS:
            return {"level": "请选择类型。"}
        if not answers["parent"]:
            return {"parent": "请选择上级。"}
        parent = None if answers["parent"] == TOP else answers["parent"]
        where = (answers["city"], answers["district"])
        place = Place(self.one.id if self.one else "", answers["name"], answers["level"], parent, *where)  # type: ignore[arg-type]
        saved: list[str] = []

        def why(result: Misplaced | str) -> str:
            saved[:] = [] if isinstance(result, Misplaced) else [result]
            return result.why if isinstance(result, Misplaced) else ""

        scope = self.here.scope
        wrong = await self.do(lambda s: save_union(s, place, scope=scope), why, done="已保存", what="保存工会")
        if not wrong and self.one is None:
            ui.navigate.to(f"{LIST}/{saved[0]}")
        return {"": wrong} if wrong else {}


def _parents(all_of_them: list[Branch], one: Branch | None, *, is_top_open: bool) -> dict[str, str]:
    """What it may stand below, as far to the right as it is deep; its own parent also where that may not be seen."""
    below = _ids_below(all_of_them, one) if one else set()
    choices = {branch.id: "　" * branch.depth + branch.name for branch in all_of_them if branch.id not in below}
    if one is not None and one.parent_id is not None and one.parent_id not in choices:
        choices = {one.parent_id: "（现在的上级）"} | choices
    return choices | ({TOP: TOP} if is_top_open or not choices else {})


def _ids_below(all_of_them: list[Branch], one: Branch) -> set[str]:
    """Its own and those below: it cannot stand under these."""
    found = {one.id}
    for branch in all_of_them:
        if branch.parent_id in found:
            found.add(branch.id)
    return found
