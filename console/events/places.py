"""The places of a session: how many, for whom; larger and smaller also while members sign up."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui

from console.deps import ConsoleDeps
from console.events.acting import Acting
from console.events.choices import areas
from console.events.words import group_name
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.facts import heading
from console.parts.fields import Answers, Field, whole_number
from console.parts.rows import Rows
from console.session import Visit
from union.events.meeting import Meeting, Places
from union.events.session_desk import add_group, remove_group, resize

KINDS = {
    "men": "男",
    "women": "女",
    "first_timers": "首次参加的",
    "returning": "参加过的",
    "district": "一个区县",
    "union": "一个工会",
}
RESIZE = "多出来的名额会先给候补的会员。不能比已报的少。"
HANDED = ("allotted:", "returned:")


class PlacesPart:
    """The section on the session's page."""

    def __init__(self, deps: ConsoleDeps, here: Visit, event_id: str, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.act = Acting(deps, here, event_id)
        self.session_id, self.chosen = "", ""
        self.is_draft = self.can_change = False
        number = Field("capacity", "名额", "number", longest=6)
        self.size = Ask("改名额", RESIZE, "保存", self.on_resize, [number])
        which = [
            Field("group", "留给谁", "choice", KINDS),
            Field("which", "哪个区县或工会（前面选了才填）", longest=50),
            number,
        ]
        self.more = Ask(
            "留一部分名额", "从总名额里留出来，别的人占不了。发布以后就只能改人数。", "留出来", self.on_add, which
        )
        self.gone = Ask("不再单独留？", "这部分名额大家都能报。", "不再留", self.on_remove)
        with box("section", tag="section"):
            heading("名额")
            self.rows: Rows[Places] = Rows("没有名额。", lambda one: one.who, lambda one: PlacesRow(one, self))
            self.add = ui.button("留一部分名额", on_click=lambda: self.more.open()).props("outline")

    def show(self, one: Meeting, *, can_change: bool) -> None:
        self.session_id, self.can_change, self.is_draft = one.id, can_change, one.status == "draft"
        self.rows.show(one.quotas, self.deps.clock.now())
        self.add.set_visibility(can_change and self.is_draft)

    def open_size(self, one: Places) -> None:
        self.chosen = one.who
        self.size.fill(capacity=str(one.capacity))
        self.size.open(f"{group_name(one.who)}：现在 {one.capacity} 个，已报 {one.taken} 个。{RESIZE}")

    def open_gone(self, one: Places) -> None:
        self.chosen = one.who
        self.gone.open()

    async def on_resize(self, answers: Answers, key: str) -> str:
        capacity = whole_number(answers["capacity"])
        if capacity is None:
            return "请填一个整数。"
        scope, queue, now = self.here.scope, self.deps.queue, self.deps.clock.now()
        who = self.chosen
        return await self._run(
            self.act(
                lambda s: resize(s, queue, scope, self.session_id, who, capacity, now=now),
                "名额已改，有空位会先给候补",
                what=f"改活动名额：{capacity}",
            )
        )

    async def on_add(self, answers: Answers, key: str) -> str:
        capacity, group, which = whole_number(answers["capacity"]), answers["group"], answers["which"]
        if not group:
            return "请选留给谁。"
        if capacity is None:
            return "请填留多少。"
        if group == "district" and which not in {name for names in areas().values() for name in names}:
            return "请写区县的全名，例如：上城区。"
        who = f"{group}:{which}" if group in ("district", "union") else group
        scope = self.here.scope
        return await self._run(
            self.act(lambda s: add_group(s, scope, self.session_id, who, capacity), "已留出来", what="留出活动名额")
        )

    async def on_remove(self, answers: Answers, key: str) -> str:
        scope, who = self.here.scope, self.chosen
        return await self._run(
            self.act(lambda s: remove_group(s, scope, self.session_id, who), "已经不单独留了", what="取消单独留的名额")
        )

    async def _run(self, step: Awaitable[str]) -> str:
        wrong = await step
        await self.refresh()
        return wrong


class PlacesRow:
    """One group of places."""

    def __init__(self, one: Places, page: PlacesPart) -> None:
        self.one, self.page = one, page
        with box("row-work") as self.root:
            with box("text"):
                self.name = ui.label().classes("name")
                self.hint = ui.label().classes("hint")
            with box("buttons"):
                self.size = ui.button("改名额", on_click=lambda: page.open_size(self.one)).props("flat dense")
                self.gone = ui.button("不再单独留", on_click=lambda: page.open_gone(self.one)).props("flat dense")

    def update(self, one: Places, now: datetime) -> None:
        self.one = one
        self.name.text = group_name(one.who)
        self.hint.text = f"共 {one.capacity} 个，已报 {one.taken} 个，还剩 {one.left} 个"
        handed = one.who.startswith(HANDED)
        self.size.set_visibility(self.page.can_change and not handed)
        self.gone.set_visibility(self.page.can_change and self.page.is_draft and one.who != "total")
