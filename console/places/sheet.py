"""One place: by form, with what its hours mean right now, and a look at the map."""

import re

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.clock import to_shanghai
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.facts import back
from console.parts.fields import Answers
from console.parts.form import Form, Wrong
from console.parts.opening import nowhere, open_page
from console.places.fields import cells, hours_in, sections
from console.places.words import GONE, open_words, wrong_fields
from console.session import Visit
from union.places.desk import Refused, Saved, close, place, save
from union.places.geo import Point, map_link
from union.places.hours import in_words
from union.places.models import Place

LIST = "/places"
ID = re.compile(r"[^/\\]{1,64}")
HOURS = ("days", "opens", "closes", "holidays", "own")
PICKER = "https://lbs.qq.com/getPoint/"
CLOSE = "会员查不到它了。以后导入表格也不会恢复；要恢复，请在“已停用”里找到它。"


def add(deps: ConsoleDeps) -> None:
    """Add the pages to the console; the one for a new place first, whose path the other would take."""

    @console_page(LIST + "/new", title="新增场所 · 工会服务台")
    async def new(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, f"{LIST}/new", "places", lambda here: show(deps, here, ""))

    @console_page(LIST + "/{place_id}", title="场所 · 工会服务台")
    async def one(request: Request, place_id: str) -> RedirectResponse | None:
        wanted = place_id if ID.fullmatch(place_id) else "-"
        return await open_page(deps, request, f"{LIST}/{wanted}", "places", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, place_id: str) -> None:
    """Build the page; without an id for a new place."""
    found: Place | None = None
    if place_id:
        async with deps.database.read() as session:
            found = await place(session, place_id, scope=here.scope)
        if found is None:
            nowhere(here, "没有找到这个场所", GONE, path=LIST, label="场所")
            return
    with frame(here, here=LIST), box("inbox"):
        PlacePage(deps, here, found)


class PlacePage:
    """The form, filled with what is known; it stays as it was typed until it is saved."""

    def __init__(self, deps: ConsoleDeps, here: Visit, one: Place | None) -> None:
        self.deps, self.here, self.one = deps, here, one
        self.do = Doing(deps, here, "places")
        back("场所", LIST)
        with box("name", tag="h1"):
            ui.label(one.name if one else "新增场所")
            if one and one.closed:
                ui.label("已停用").classes("chip grey")
        with box("days"):
            ui.label("位置的坐标从地图上抄：").classes("hint")
            ui.link("打开腾讯地图坐标拾取器", PICKER, new_tab=True).props('rel="noopener noreferrer"')
        month = to_shanghai(deps.clock.now()).strftime("%Y-%m")
        self.form = Form(sections(one, here.scope, month), "保存", self.on_save)
        with self.form.root:
            self.hours = ui.label().classes("words").props('role="status"').mark("hours")
        self.hours.move(self.form.root, target_index=self._below_hours())
        for name in HOURS:
            self.form.inputs[name].on_value_change(self.preview)
        self.preview()
        if one is not None:
            self._steps(one)

    def _below_hours(self) -> int:
        """Where the fields of the hours end."""
        children = self.form.root.default_slot.children
        holder = self.form.inputs["days"].parent_slot
        return next(at for at, child in enumerate(children) if holder and child is holder.parent) + 1

    def _steps(self, one: Place) -> None:
        link = map_link(Point(one.latitude, one.longitude), one.name)
        word = "恢复显示" if one.closed else "停用"
        self.toggle = Ask(f"{word}？", "会员又能查到它了。" if one.closed else CLOSE, word, self.on_toggle)
        with box("days"):
            ui.link("在地图上核对位置", link, new_tab=True).props('rel="noopener noreferrer"')
            ui.button(word, on_click=lambda: self.toggle.open()).props(
                "outline" if one.closed else "outline color=negative"
            )

    def preview(self) -> None:
        """What the hours mean, while one fills them in."""
        answers = self.form.answers
        own = answers["days"] == "own"
        timed = answers["days"] not in ("", "24/7", "own")
        for name in ("opens", "closes", "holidays"):
            self.form.inputs[name].set_visibility(timed)
        self.form.inputs["own"].set_visibility(own)
        text = hours_in(answers)
        incomplete = timed and not (answers["opens"] and answers["closes"])
        now = open_words(text, self.deps.clock.now())
        said = answers["hours_text"] or (in_words(text) if text and not now.startswith("开放时间还") else "")
        self.hours.text = "请填开门和关门的时间。" if incomplete else f"会员看到：{said or '开放时间不详'}。{now}"

    async def on_save(self, answers: Answers, key: str) -> Wrong:
        now, scope, place_id = self.deps.clock.now(), self.here.scope, self.one.id if self.one else ""
        if answers["days"] not in ("", "24/7", "own") and not (answers["opens"] and answers["closes"]):
            return {"opens": "请填开门时间。", "closes": "请填关门时间。"}
        refused: list[Refused] = []

        def why(result: Saved | Refused) -> str:
            refused[:] = [result] if isinstance(result, Refused) else []
            return "refused" if refused else ""

        wrong = await self.do(
            lambda s: save(s, cells(answers), now, place_id=place_id, scope=scope), why, done="已保存", what="保存场所"
        )
        if refused:
            return wrong_fields(refused[0])
        if wrong:
            return {"": wrong}
        ui.navigate.to(LIST)
        return {}

    async def on_toggle(self, answers: Answers, key: str) -> str:
        assert self.one is not None  # its button is there
        place_id, closed = self.one.id, not self.one.closed
        now, scope = self.deps.clock.now(), self.here.scope
        wrong = await self.do(
            lambda s: close(s, place_id, now, closed=closed, scope=scope),
            lambda done: "" if done else "刚才已有同事处理了。",
            done="已停用，会员查不到它了" if closed else "已恢复，会员能查到它了",
        )
        if not wrong:
            ui.navigate.to(LIST)
        return wrong
