"""Who is signed up: masked until asked for, who waits in the order of the queue; and the list as a spreadsheet."""

from datetime import datetime

from nicegui import ui

from console.deps import ConsoleDeps
from console.events.words import at, booking_chip
from console.layout.frame import box
from console.parts.doing import Doing
from console.parts.facts import heading
from console.parts.filters import search
from console.parts.hidden import Hidden, hidden
from console.parts.rows import Rows
from console.session import Visit
from union.events.people import MOST, PILES, Pile, Somebody, how_many, people, whole

LABELS: dict[Pile, str] = {"in": "已报名", "waiting": "候补", "entered": "等抽签", "gone": "已取消"}
EMPTY: dict[Pile, str] = {
    "in": "还没有人报名。有人报名会自动出现在这里，不用刷新。",
    "waiting": "没有人在候补。",
    "entered": "没有人在等抽签。",
    "gone": "没有人取消。",
}


class People:
    """The section on the session's page."""

    def __init__(self, deps: ConsoleDeps, here: Visit, session_id: str) -> None:
        self.deps, self.here, self.session_id = deps, here, session_id
        self.do = Doing(deps, here, "events")
        self.most = MOST
        with box("section", tag="section"):
            heading("报名的人")
            with box("filters"):
                self.pile = ui.toggle(dict(LABELS), value="in", on_change=self.on_pile)
                self.pile.props("unelevated no-caps toggle-color=primary color=white text-color=primary")
                self.pile.classes("piles")
                self.code = search("签到码", self.refresh)
            self.rows: Rows[Somebody] = Rows(
                EMPTY["in"], lambda one: one.booking_id, lambda one: PersonRow(one, self.do, here)
            )
            self.more = ui.button("再看一些", on_click=self.on_more).props("flat")

    async def refresh(self) -> None:
        scope, chosen = self.here.scope, self._pile
        code = "".join((self.code.value or "").split()).upper()
        async with self.deps.database.read() as session:
            counts = await how_many(session, self.session_id, scope=scope)
            found = await people(session, self.session_id, chosen, scope=scope, code=code, most=self.most)
        if self.rows.is_deleted:
            return
        labels = {pile: f"{LABELS[pile]} {counts[pile]}" for pile in PILES}
        if labels != self.pile.options:
            self.pile.set_options(labels, value=chosen)
        self.rows.empty.text = "没有这个签到码的报名。" if code else EMPTY[chosen]
        self.rows.show(found, self.deps.clock.now())
        self.more.set_visibility(not code and counts[chosen] > self.most)

    async def on_pile(self) -> None:
        self.most = MOST
        await self.refresh()

    async def on_more(self) -> None:
        self.most += MOST
        await self.refresh()

    @property
    def _pile(self) -> Pile:
        return next((pile for pile in PILES if pile == self.pile.value), "in")


class PersonRow:
    """One booking."""

    def __init__(self, one: Somebody, do: Doing, here: Visit) -> None:
        self.shown: tuple[object, ...] = ()
        with box("row-work") as self.root, box("text"):
            with box("name"):
                hidden(
                    Hidden(
                        do,
                        f"{one.name}　{one.phone}",
                        lambda s: whole(s, one.booking_id, scope=here.scope),
                        "查看报名人",
                        one.member_id,
                    )
                )
                self.chip = ui.label().classes("chip")
            self.hint = ui.label().classes("hint")

    def update(self, one: Somebody, now: datetime) -> None:
        text, look = booking_chip(one.status)
        parts = [f"签到码 {one.code}", f"{one.places} 个名额", f"{at(one.created_at, now)} 报名"]
        if one.until is not None and one.status in ("offered", "won"):
            parts.append(f"{at(one.until, now)} 前答复")
        if one.checked_in_at is not None:
            parts.append(f"{at(one.checked_in_at, now)} 签到")
        hint = "　".join(parts)
        if self.shown == (text, look, hint):
            return
        self.shown = text, look, hint
        self.chip.text, self.hint.text = text, hint
        self.chip.classes(replace=f"chip {look}")
