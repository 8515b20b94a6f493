"""Looking for suggestions, answered ones too: by topic, state, time and a word; how many there are; as a table."""

from datetime import date, datetime, time, timedelta

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.clock import SHANGHAI
from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.downloading import download
from console.parts.facts import back, heading
from console.parts.fields import Answers
from console.parts.filters import search
from console.parts.line import Line
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.parts.table import Table
from console.session import Visit
from console.voices.words import LOOKS
from console.words import day
from union.voices.finding import MOST, STATES, Found, TopicNumbers, Wanted, find, numbers, suggestions_table
from union.voices.rules import topics

PATH = "/voices/find"
LIST = "/voices"
ALL = ""
NONE = "没有这样的建议。可以换个词，或者把日期放宽。"
MORE = f"只列出最近 {MOST} 条；导出的表里是全部。"
WORDS = "表里没有姓名和手机号，但内容里可能写到人，请妥善保管。导出会留下记录。"
HEAD = ("主题", "收到", "未答复", "已答复", "已办结")
PREVIEW = 80  # characters


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console; before the page of one suggestion, whose path would take it."""

    @console_page(PATH, title="查找建议 · 工会服务台")
    async def found(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "voices", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=LIST), box("inbox"):
        page = Finding(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Finding:
    """Filters, rows, numbers by topic, and the export of what the filters say."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "voices")
        back("建议", LIST)
        with box("titled"):
            with box(tag="h1"):
                ui.label("查找建议")
            self.export = Ask("导出建议？", WORDS, "导出", self.on_export)
            ui.button("导出", on_click=lambda: self.export.open()).props("outline")
        with box("filters"):
            self.word = search("内容、答复或编号里的词", self.refresh)
            self.topic = self._select("主题", {ALL: "全部主题", **{topic: topic for topic in topics()}})
            self.state = self._select("状态", {ALL: "全部状态", **STATES})
            self.since, self.until = self._date("从哪天"), self._date("到哪天")
        with box("section", tag="section"):
            heading("每个主题有多少")
            self.table = Table(HEAD, label="每个主题有多少")
        self.more = ui.label(MORE).classes("hint")
        self.rows: Rows[Found] = Rows(NONE, lambda one: one.number, lambda one: FoundRow(one))

    def _select(self, label: str, options: dict[str, str]) -> ui.select:
        field = ui.select(options, value=ALL, label=label, on_change=self.refresh)
        return field.props("outlined dense options-dense")

    def _date(self, label: str) -> ui.input:
        return ui.input(label, on_change=self.refresh).props('type="date" outlined dense stack-label')

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            str(self.topic.value or ""),
            str(self.state.value or ""),
            str(self.word.value or ""),
            _midnight(self.since.value),
            _midnight(self.until.value, days=1),
        )

    async def refresh(self) -> None:
        """Read and show."""
        wanted, scope = self.wanted, self.here.scope
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "voices"):
                ui.navigate.reload()
                return
            found = await find(session, wanted, scope=scope)
            counts = await numbers(session, wanted, scope=scope)
        if self.rows.is_deleted:
            return
        self.more.set_visibility(len(found) == MOST)
        self.table.show(_cells(counts))
        self.rows.show(found, self.deps.clock.now())

    async def on_export(self, answers: Answers, key: str) -> str:
        wanted, scope = self.wanted, self.here.scope
        await download(self.do, lambda s: suggestions_table(s, wanted, scope=scope), "建议", what="导出建议")
        return ""


def _cells(counts: list[TopicNumbers]) -> list[list[object]]:
    rows: list[list[object]] = [[one.topic, one.all, one.waiting, one.answered, one.closed] for one in counts]
    if len(counts) > 1:
        rows.append(["合计", *(sum(int(str(row[column])) for row in rows) for column in range(1, 5))])
    return rows


def _midnight(text: object, *, days: int = 0) -> datetime | None:
    """A date field's value as the beginning of that day, or of one after it."""
    try:
        found = date.fromisoformat(str(text or ""))
    except ValueError:
        return None
    return datetime.combine(found, time(), SHANGHAI) + timedelta(days=days)


class FoundRow(Line):
    """One suggestion; the row leads to its page."""

    def __init__(self, one: Found) -> None:
        super().__init__(f"{LIST}/{one.number}")

    def update(self, one: Found, now: datetime) -> None:
        urgent = [("紧急", "red")] if one.urgent else []
        text = " ".join(one.text.split())
        shown = f"{text[:PREVIEW]}…" if len(text) > PREVIEW else text
        chips = [*urgent, (STATES[one.state], LOOKS[one.state]), (one.topic, "grey")]
        self.fill(one.number, chips, day(one.created_at, now), "　".join([one.who or "没有留名", shown]))
