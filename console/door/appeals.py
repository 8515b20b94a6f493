"""Appeals of members who may not sign up for a while: what they say, what they missed, and a decision with a reason."""

from datetime import datetime
from typing import Any

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.door.words import STATES, why_not
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, heading
from console.parts.fields import Answers, Field
from console.parts.hidden import Hidden, hidden
from console.parts.opening import open_page
from console.parts.rows import Rows
from console.session import Visit
from console.words import clock_time, day
from union.events import bars
from union.events.appealing import Appeal, Missed, appealing, who_appeals
from union.events.refusal import Refused

LIST = "/door"
PATH = "/door/appeals"
NONE = "没有等处理的申诉。会员被限制报名后，可以在微信里申诉，会自动出现在这里。"
NO_HISTORY = "没有到场或缺席的记录。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="申诉 · 工会服务台")
    async def appeals(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "door", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    with frame(here, here=LIST), box("inbox"):
        page = Appeals(deps, here)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class Appeals:
    """The oldest first. The dialogs stand outside of the rows."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here, self.chosen = deps, here, ""
        self.do = Doing(deps, here, "door")
        back("签到", LIST)
        with box(tag="h1"):
            ui.label("报名限制的申诉")
        ui.label("多次报名却没有到场的会员会被限制报名一段时间。有正当理由的，可以解除。").classes("hint")
        self.rows: Rows[Appeal] = Rows(NONE, lambda one: one.bar_id, lambda one: AppealRow(self, one))
        longest = bars.LONGEST_DECISION
        may_say = Field("why", "说明（可不填，会员会看到）", "long", longest=longest)
        must_say = Field("why", "理由（会员会看到）", "long", longest=longest)
        self.lift = Ask("解除限制？", "会员马上可以重新报名，并会收到通知。", "解除限制", self.lifted, [may_say])
        self.keep = Ask("维持限制？", "只能处理一次，会员会收到通知和理由。", "维持限制", self.kept, [must_say])

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            if not await is_allowed(session, self.here, "door"):
                ui.navigate.reload()
                return
            found = await appealing(session, self.here.scope)
        if not self.rows.is_deleted:
            self.rows.show(found, self.deps.clock.now())

    def ask(self, dialog: Ask, bar_id: str) -> None:
        self.chosen = bar_id
        dialog.open()

    async def lifted(self, answers: Answers, key: str) -> str:
        return await self._decide(answers["why"], lift=True)

    async def kept(self, answers: Answers, key: str) -> str:
        return await self._decide(answers["why"], lift=False) if answers["why"] else "请写明理由，会员会看到。"

    async def _decide(self, why: str, *, lift: bool) -> str:
        queue, now, bar_id = self.deps.queue, self.deps.clock.now(), self.chosen
        how: dict[str, Any] = {"by": self.here.staff.name, "now": now, "scope": self.here.scope}
        wrong = await self.do(
            lambda s: bars.decide(s, queue, bar_id, lift=lift, why=why, **how),
            lambda done: why_not(done) if isinstance(done, Refused) else "",
            done="已解除，会员会收到通知" if lift else "已维持，会员会收到通知",
            what="解除报名限制" if lift else "维持报名限制",
        )
        await self.refresh()
        return wrong


class AppealRow:
    """Who, why they were barred and until when, what they say, and what they came to and missed."""

    def __init__(self, page: Appeals, one: Appeal) -> None:
        scope = page.here.scope

        async def name(session: AsyncSession) -> str:
            return await who_appeals(session, one.bar_id, scope)

        with box("paper sheet") as self.root:
            with box("name"):
                hidden(Hidden(page.do, one.name, name, "查看申诉人的姓名和手机", one.member_id))
                self.chip = ui.label().classes("chip amber")
            ui.label(one.reason).classes("hint")
            ui.label(one.text or "（没有写理由）").classes("words")
            heading("到场记录")
            self.past = box("rows")
            with box("buttons"):
                ui.button("解除限制", on_click=lambda: page.ask(page.lift, one.bar_id)).props("unelevated")
                ui.button("维持限制", on_click=lambda: page.ask(page.keep, one.bar_id)).props("outline")
        self.shown: tuple[Missed, ...] | None = None

    def update(self, one: Appeal, now: datetime) -> None:
        kind = one.kind or "所有"
        self.chip.text = f"{kind}活动，到 {day(one.until, now)} {clock_time(one.until)}"
        if one.history == self.shown:
            return
        self.shown = one.history
        self.past.clear()
        with self.past:
            for past in one.history:
                counts = "（算缺席）" if past.missed and past.status != "no_show" else ""
                ui.label(f"{past.when}　{past.title}　{STATES.get(past.status, '取消得太晚')}{counts}").classes("plain")
            if not one.history:
                ui.label(NO_HISTORY).classes("hint")
