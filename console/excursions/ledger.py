"""One member's ledger, and the dialog that grants more or takes back what is left."""

from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.excursions import words
from console.excursions.words import why_not
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing, is_allowed
from console.parts.facts import back, facts, heading
from console.parts.fields import Answers, Field
from console.parts.hidden import Hidden
from console.session import Visit
from union.events.refusal import Refused
from union.excursions.desk import Granted, Ledger, grant, ledger
from union.excursions.finding import Found, contact
from union.excursions.terms import Amount, EntitlementTerms

LIST = "/excursions/members"
NO_TERMS = "还没有额度规定，请先在“疗休养 › 额度规定”里设置。"
NO_ENTRIES = "这个周期还没有用过，也没有另外发放。"
BACK, MORE = "less", "more"
HOW = "增加的马上可以用来报名；收回的不能多于剩下的。"


class LedgerPage:
    """Shown anew when something changed; the dialog stands outside of what is shown anew."""

    def __init__(self, deps: ConsoleDeps, here: Visit, one: Found, terms: list[tuple[str, EntitlementTerms]]) -> None:
        self.deps, self.here, self.one, self.terms = deps, here, one, dict(terms)
        self.do = Doing(deps, here, "excursions")
        self.shown: object = None
        back("会员额度", LIST)
        with box(tag="h1"):
            ui.label("会员额度")
        named = Hidden(self.do, one.name, self._contact, "查看会员的姓名和手机", one.member_id)
        facts([("姓名和手机", named), ("工会", one.union)])
        self.body = box("sheet")
        if not terms:
            ui.label(NO_TERMS).classes("empty")
            return
        self.ask = Ask("发放或收回额度", HOW, "确定", self.give, self._fields())
        with box("actions", tag="section").props('aria-label="处理"'), box("buttons"):
            ui.button("发放或收回", on_click=self.ask.open).props("unelevated")

    def _fields(self) -> list[Field]:
        cycles = words.cycles(self.terms.items(), self.deps.clock.now())
        return [
            Field("cycle", "哪个年度", "choice", cycles, value=next(iter(cycles))),
            Field("way", "增加还是收回", "choice", {MORE: "增加", BACK: "收回"}, value=MORE),
            Field("days", "天数", "number"),
            Field("yuan", "补贴（元）", "number"),
            Field("segments", "次数", "number"),
        ]

    async def refresh(self) -> None:
        now, scope = self.deps.clock.now(), self.here.scope
        async with self.deps.database.read() as session:
            allowed = await is_allowed(session, self.here, "excursions")
            found = {kind: await ledger(session, self.one.member_id, kind, now, scope) for kind in self.terms}
        if self.body.is_deleted:
            return
        if not allowed:
            ui.navigate.reload()
            return
        shown = [(one.cycle, one.left, len(one.entries)) for lines in found.values() for one in lines]
        if shown != self.shown:
            self.shown = shown
            self._fill(found, now)

    def _fill(self, found: dict[str, list[Ledger]], now: datetime) -> None:
        self.body.clear()
        with self.body:
            for kind, cycles in found.items():
                for one in cycles:
                    years = self.terms[kind].cycle_years
                    heading(f"{kind}，{words.cycle(one.cycle, years)}：还剩 {words.amount(one.left)}")
                    facts([words.entry(entry, now) for entry in one.entries])
                    if not one.entries:
                        ui.label(NO_ENTRIES).classes("hint")

    async def give(self, answers: Answers, key: str) -> str:
        """Write it into the ledger."""
        numbers = words.whole(answers, "days", "yuan", "segments")
        if numbers is None or not any(numbers):
            return "请在天数、补贴、次数里至少写一个整数。"
        kind, _, first = answers["cycle"].rpartition(":")
        amount = Amount(*numbers)
        amount = amount if answers["way"] == MORE else -amount
        name, now, scope = self.here.staff.name, self.deps.clock.now(), self.here.scope

        async def work(session: AsyncSession) -> Granted | Refused:
            member_id = self.one.member_id
            return await grant(
                session, member_id, kind, amount, key=f"grant:{key}", by=name, now=now, cycle=int(first), scope=scope
            )

        wrong = await self.do(
            work,
            lambda done: why_not(done) if isinstance(done, Refused) else "",
            done="已发放" if answers["way"] == MORE else "已收回",
            what=f"{'发放' if answers['way'] == MORE else '收回'}{kind}额度",
            member_id=self.one.member_id,
        )
        await self.refresh()
        return wrong

    async def _contact(self, session: AsyncSession) -> str:
        return await contact(session, self.one.member_id, self.here.scope)
