"""Finding one member by what they have at hand. Each search is written down; nobody is listed without one."""

from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.members.words import masked, masked_phone
from console.parts.doing import Doing
from console.parts.line import Line
from console.parts.rows import Rows
from console.session import Visit
from union.dossier.finding import Hit, find_members

NONE = (
    "没有找到。请核对号码：手机号要 11 位，会员卡号和编号要完整。"
    "还没绑定微信、也不在名册里的人这里查不到；想入会的，请会员在微信里说“我要入会”。"
)
FIRST = "请会员报手机号、会员卡号，或者报名码、预约码、申请编号、建议编号，再在这里查。"
MOST = 40  # characters


class Searching:
    """A field for the number, one for the name that narrows it down, and who was found."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "members")
        with box("section", tag="section"):
            with box("filters"):
                self.said = self._field("手机号、会员卡号或编号")
                self.name = self._field("姓名（可不填）")
                ui.button("查找", on_click=self.find).props("unelevated")
            self.rows: Rows[Hit] = Rows(FIRST, lambda one: one.member_id or one.entry_id, HitRow)
            self.rows.empty.props('role="status"')

    def _field(self, label: str) -> ui.input:
        field = ui.input(label).props(f"outlined dense maxlength={MOST} autocomplete=off")
        return field.on("keydown.enter", self.find)

    async def find(self) -> None:
        """Look, and write down that somebody looked; not for what."""
        said, name = (self.said.value or "").strip(), (self.name.value or "").strip()
        if not said:
            self.rows.empty.text = FIRST
            self.rows.show([], self.deps.clock.now())
            return
        found: list[Hit] = []

        async def look(session: AsyncSession) -> None:
            found[:] = await find_members(session, self.deps.database.keyring, said, name, scope=self.here.scope)

        wrong = await self.do(look, lambda _: "", what="查找会员")
        if self.rows.is_deleted:
            return
        self.rows.empty.text = wrong or NONE
        self.rows.show(found, self.deps.clock.now())


class HitRow(Line):
    """One who was found, masked; the row leads to their page."""

    def __init__(self, one: Hit) -> None:
        super().__init__(f"/members/{one.member_id}" if one.member_id else f"/members/roster/{one.entry_id}")

    def update(self, one: Hit, now: datetime) -> None:
        if one.member_id:
            chips = [("已绑定微信", "green") if one.union else ("没有绑定名册", "grey")]
        else:
            chips = [("已不在名册", "grey") if one.left else ("在名册，还没绑定微信", "amber")]
        self.fill(masked(one.name), chips, masked_phone(one.phone), one.union or "没有绑定工会")
