"""What can be done with an application in the state it is in; every step is a verb of union.applications."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.applications.admitting import Admitting
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.fields import Answers, Field, whole_number
from console.session import Visit
from union.applications import service
from union.applications.desk import Sheet, is_for_others
from union.applications.rules import Refused
from union.applications.service import Decided
from union.applications.texts import decision_refused
from union.staff.accounts import role_of
from union.staff.rules import may_decide

BUTTONS = {  # by status: which steps there are
    "submitted": ("approve", "send_back", "refuse"),
    "incomplete": ("send_back",),
    "appealed": ("approve", "refuse"),
    "approved": ("fulfil", "revoke"),
}
WAITS = {
    "incomplete": "在等会员补交材料。到期没有补齐会自动失效，不用您处理。",
    "returned": "已退回给会员补充。到期没有补齐会自动失效，不用您处理。",
    "fulfilled": "已经办结，没有要做的了。",
    "refused": "已经作出决定。会员可以在 30 天内申诉一次，由另一位同事复核。",
    "withdrawn": "会员已撤回，没有要做的了。",
    "lapsed": "逾期没有补齐材料，已失效。会员在受理期内可以重新申请。",
}
OTHERS = "上次的决定是您作的，申诉要由另一位同事复核。"
OTHER_ROLE = "这类申请不由您的岗位决定，您可以查看。"
NO_NUMBER = "金额请写整数，比如 1500。"


class Deciding:
    """The buttons, and a dialog for each."""

    def __init__(
        self,
        deps: ConsoleDeps,
        here: Visit,
        refresh: Callable[[], Awaitable[None]],
        sees: Callable[[AsyncSession], Awaitable[bool]],
    ) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "applications", sees)
        self.sheet: Sheet | None = None
        reason = Field("reason", "理由（会员会看到）", "long", longest=500)
        self.asks = {
            "approve": Ask("通过这份申请？", "会员会收到通知。", "通过", self.approve, [self._note()]),
            "approve_money": Ask(
                "通过这份申请？", "", "通过", self.approve, [Field("amount", "金额（元）", "number"), self._note()]
            ),
            "send_back": Ask(
                "退回补材料？",
                "会员会收到通知，可以再补一次。",
                "退回",
                self.send_back,
                [Field("what", "需要补什么（会员会看到）", "long", longest=500)],
            ),
            "refuse": Ask(
                "不通过？", "会员会收到理由，第一次可以申诉。", "不通过", self.refuse, [reason], is_grave=True
            ),
            "fulfil": Ask("已经发放？", "会员会收到办结通知，之后不能撤回。", "已发放", self.fulfil),
            "revoke": Ask(
                "撤回“通过”？",
                "改为不通过，名额和金额退回本批；入会的同时离开名册。会员会收到理由。",
                "撤回",
                self.revoke,
                [reason],
                is_grave=True,
            ),
        }
        self.admitting = Admitting(deps, here, refresh)
        with box("actions", tag="section").props('aria-label="处理"'):
            self.words = ui.label().classes("hint")
            with box("buttons"):
                self.buttons = {
                    "approve": ui.button("通过", on_click=self.ask_approve).props("unelevated color=positive"),
                    "send_back": ui.button("退回补材料", on_click=self.asks["send_back"].open).props("outline"),
                    "refuse": ui.button("不通过", on_click=self.asks["refuse"].open).props("outline color=negative"),
                    "fulfil": ui.button("已发放", on_click=self.asks["fulfil"].open).props("unelevated"),
                    "revoke": ui.button("撤回“通过”", on_click=self.asks["revoke"].open).props(
                        "outline color=negative"
                    ),
                }

    @staticmethod
    def _note() -> Field:
        return Field("reason", "说明（可不填，会员会看到）", "long", longest=500)

    def show(self, one: Sheet) -> None:
        """Only what can be done now, or a word on what happens next."""
        self.sheet = one
        status = one.item.status
        why = ""
        if status in BUTTONS and not may_decide(self.here.staff.role, one.decides):
            why = OTHER_ROLE
        elif is_for_others(one, self.here.staff.name):
            why = OTHERS
        for name, button in self.buttons.items():
            button.set_visibility(not why and name in BUTTONS.get(status, ()))
        self.buttons["fulfil"].text = "已发放" if one.money else "已办结"
        self.words.text = why or WAITS.get(status, "")
        self.words.set_visibility(bool(self.words.text))

    def ask_approve(self) -> None:
        if self.sheet is None:
            return
        if self.sheet.enters_roster:
            self.admitting.ask(self.sheet)
            return
        if not self.sheet.money:
            self.asks["approve"].open()
            return
        yuan = self.sheet.item.yuan
        left = f"本批预算还剩 {yuan} 元。" if yuan is not None else ""
        self.asks["approve_money"].open(f"{left}会员会收到通知。")

    async def approve(self, answers: Answers, key: str) -> str:
        amount = whole_number(answers["amount"]) if "amount" in answers else None
        if "amount" in answers and not amount:
            return NO_NUMBER
        verb = self._verb(service.approve, key, amount_yuan=amount, reason=answers["reason"])
        return await self._run(verb, "已通过，会员会收到通知")

    async def send_back(self, answers: Answers, key: str) -> str:
        return await self._run(self._verb(service.send_back, key, what=answers["what"]), "已退回，会员会收到通知")

    async def refuse(self, answers: Answers, key: str) -> str:
        return await self._run(self._verb(service.refuse, key, reason=answers["reason"]), "已决定，会员会收到通知")

    async def fulfil(self, answers: Answers, key: str) -> str:
        return await self._run(self._verb(service.fulfil, key), "已办结，会员会收到通知")

    async def revoke(self, answers: Answers, key: str) -> str:
        return await self._run(self._verb(service.revoke, key, reason=answers["reason"]), "已撤回，会员会收到通知")

    def _verb(
        self, verb: Callable[..., Awaitable[Decided | Refused]], key: str, **given: object
    ) -> Callable[[AsyncSession], Awaitable[Decided | Refused | None]]:
        assert self.sheet is not None  # a button was pressed
        one, name, now = self.sheet, self.here.staff.name, self.deps.clock.now()

        async def work(session: AsyncSession) -> Decided | Refused | None:
            role = await role_of(session, self.here.staff.id)
            if role is None or not may_decide(role, one.decides):
                return None
            given_key = f"console:{key}"
            return await verb(session, self.deps.queue, one.item.id, staff=name, key=given_key, now=now, **given)

        return work

    async def _run(self, work: Callable[[AsyncSession], Awaitable[Decided | Refused | None]], done: str) -> str:
        assert self.sheet is not None  # a button was pressed
        wrong = await self.do(work, _why_not, done=done, member_id=self.sheet.item.member_id)
        await self.refresh()
        return wrong


def _why_not(result: Decided | Refused | None) -> str:
    if result is None:
        return OTHER_ROLE
    return decision_refused(result) if isinstance(result, Refused) else ""
