"""The list of suggestions: what nobody has answered."""

from datetime import datetime

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import is_allowed
from console.parts.filters import chosen, search
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.voices import finding, sheet
from console.voices.words import chips, who
from console.words import day, waited
from union.voices.desk import OPEN, Filed, find, open_suggestions
from union.voices.rules import topics

PATH = "/voices"
ALL = ""
NONE = "现在没有等答复的建议。会员提交后会自动出现在这里，不用刷新。"
PREVIEW = 60  # characters


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="建议 · 工会服务台")
    async def voices(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "voices", lambda here: show(deps, here))

    finding.add(deps)
    sheet.add(deps)


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=PATH), box("inbox"):
        page = Voices(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Voices:
    """Filters and rows: urgent ones first, then the oldest."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        with box("titled"):
            with box(tag="h1"):
                ui.label("建议和投诉")
            ui.link("查找和统计", finding.PATH).classes("back", remove="nicegui-link")
        with box("filters"):
            options = {ALL: "全部主题", **{topic: topic for topic in topics()}}
            self.topic = ui.select(options, value=ALL, label="主题", on_change=self.refresh)
            self.topic.props("outlined dense options-dense")
            self.number = search("编号（也能查已答复的）", self.refresh)
        self.rows: Rows[Filed] = Rows(NONE, lambda one: one.number, lambda one: VoiceRow(one))

    async def refresh(self) -> None:
        """Read and show."""
        number = (self.number.value or "").strip()
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "voices"):
                ui.navigate.reload()
                return
            if number:
                one = await find(session, number, self.here.scope)
                found = [one] if one else []
            else:
                found = list(await open_suggestions(session, topic=chosen(self.topic), scope=self.here.scope))
        if self.rows.is_deleted:
            return
        self.rows.empty.text = "没有这个编号的建议。" if number else NONE
        self.rows.show(found, self.deps.clock.now())


class VoiceRow(Line):
    """One suggestion; the row leads to its page."""

    def __init__(self, one: Filed) -> None:
        super().__init__(f"{PATH}/{one.number}")

    def update(self, one: Filed, now: datetime) -> None:
        wait = waited(now - one.created_at) if one.state in OPEN else day(one.handled_at or one.created_at, now)
        text = " ".join(one.text.split())
        shown = f"{text[:PREVIEW]}…" if len(text) > PREVIEW else text
        forwarded = f"转给{one.forwarded_to}" if one.state == "forwarded" else ""
        self.fill(one.number, chips(one), wait, "　".join(filter(None, [who(one), forwarded, shown])))
