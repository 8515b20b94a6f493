"""One batch: its group, the places handed to branch unions, and who was offered a place."""

from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.door.scanning import SESSION
from console.excursions.batch_parts import branch_rows, facts_of, offer_rows
from console.excursions.words import chips, handed, moment, step, why_not
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.downloading import download
from console.parts.facts import back, heading
from console.parts.fields import Answers, Field, whole_number
from console.parts.opening import nowhere, open_page
from console.session import Visit
from union.events.door import is_open_to
from union.events.refusal import Refused
from union.excursions.allotting import LONGEST_BRANCH, Allotted, allot
from union.excursions.board import Batch, Offer, find_batch, offers
from union.excursions.state import export_batch
from union.excursions.steps import batch_steps

LIST = "/excursions"
PATH = "/excursions/batches"
STEPS = 20
HAND_OUT = (
    "从公共名额里划给一个分工会，只有它的会员能报。再填一次同一个分工会就是改数量，少的退回公共名额。"
    "收回时间对这一批的所有分工会都一样。"
)


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH + "/{session_id}", title="疗休养批次 · 工会服务台")
    async def batch(request: Request, session_id: str) -> RedirectResponse | None:
        wanted = session_id if SESSION.fullmatch(session_id) else "-"
        path = f"{PATH}/{wanted}"
        return await open_page(deps, request, path, "excursions", lambda here: show(deps, here, wanted))


async def show(deps: ConsoleDeps, here: Visit, session_id: str) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        found = await find_batch(session, session_id, here.scope)
    if found is None:
        nowhere(here, "没有找到这一批", "它可能已被删除，或者不在您负责的范围里。", path=LIST, label="疗休养")
        return
    with frame(here, here=LIST), box("inbox"):
        page = BatchPage(deps, here, session_id)
    await page.refresh()
    deps.live.keep_fresh(page.refresh, only_while=here.holds)


class BatchPage:
    """Shown anew when something changed; the dialog stands outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, session_id: str) -> None:
        self.deps, self.here, self.session_id = deps, here, session_id
        self.do = Doing(deps, here, "excursions")
        self.shown: tuple[object, ...] = ()
        back("疗休养", LIST)
        self.body = box("sheet")
        fields = [
            Field("branch", "分工会名称", longest=LONGEST_BRANCH, hint="写全称，和名册里一致"),
            Field("places", "一共给多少个名额", "number"),
            Field("until", "没用完的什么时候收回", "moment"),
        ]
        self.ask = Ask("把名额分给分工会", HAND_OUT, "分配", self.hand_out, fields)
        with box("actions", tag="section").props('aria-label="处理"') as self.actions, box("buttons"):
            self.handing = ui.button("分配名额", on_click=self.ask.open).props("unelevated")
            ui.button("导出报名表", on_click=self.take_away).props("outline")

    async def refresh(self) -> None:
        async with self.deps.database.read() as session:
            allowed = await is_allowed(session, self.here, "excursions")
            found = await find_batch(session, self.session_id, self.here.scope)
            offered = await offers(session, self.session_id, self.here.scope)
            steps = await batch_steps(session, self.session_id, STEPS)
        if self.body.is_deleted:
            return
        if found is None or not allowed:
            ui.navigate.reload()
            return
        now = self.deps.clock.now()
        shown = (found, tuple(offered), tuple(one.id for one in steps))
        if shown != self.shown:
            self.shown = shown
            self._fill(found, offered, [step(one, now) for one in steps], now)

    def _fill(self, one: Batch, offered: list[Offer], steps: list[str], now: datetime) -> None:
        going = one.state.status == "open" and one.meeting.starts_at > now and one.state.returned_at is None
        self.handing.set_visibility(going)
        self.body.clear()
        with self.body:
            with box("name", tag="h1"):
                ui.label(one.meeting.title)
                for text, look in chips(one, now):
                    ui.label(text).classes(f"chip {look}")
            facts_of(one)
            heading("分给分工会的名额")
            ui.label(handed(one)).classes("hint")
            branch_rows(one, self.again if going else None)
            heading("等会员答复的名额")
            offer_rows(offered)
            heading("记录")
            for line in steps or ["还没有分配、收回或提醒。"]:
                ui.label(line).classes("hint")

    def again(self, branch: str, places: int) -> None:
        """Change what a branch union has."""
        self.ask.fill(branch=branch, places=str(places))
        self.ask.open()

    async def hand_out(self, answers: Answers, key: str) -> str:
        places, until = whole_number(answers["places"]), moment(answers["until"])
        if not answers["branch"] or places is None or until is None:
            return "请写分工会名称、名额（整数）和收回时间。"
        queue, name, now = self.deps.queue, self.here.staff.name, self.deps.clock.now()

        async def work(session: AsyncSession) -> Allotted | Refused:
            branch, scope = answers["branch"], self.here.scope
            return await allot(
                session,
                queue,
                self.session_id,
                branch,
                places,
                until=until,
                key=f"allot:{key}",
                by=name,
                now=now,
                scope=scope,
            )

        wrong = await self.do(
            work,
            lambda done: why_not(done) if isinstance(done, Refused) else "",
            done="名额已分配",
            what=f"给分工会分配 {places} 个名额",
        )
        await self.refresh()
        return wrong

    async def take_away(self) -> None:
        """Names, phones and costs; the log says who took it."""

        async def read(session: AsyncSession) -> list[list[str]]:
            is_mine = await is_open_to(session, self.session_id, self.here.scope)
            return await export_batch(session, self.session_id) if is_mine else []

        await download(self.do, read, f"疗休养报名表-{self.session_id}", what="导出疗休养报名表")
