"""What staff do for one member: a copy of what is kept, a new phone, an end of a binding, an erasure."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing, still_may
from console.parts.fields import Answers, Field
from console.parts.rehearsing import rehearse
from console.session import Visit
from union.dossier import steps
from union.dossier.card import Belongs, Card, copy_for
from union.privacy.archive import archive
from union.privacy.export import Copy
from union.roster.desk import end_bindings
from union.roster.phones import PhoneRefused, PhoneTold

T = TypeVar("T")
GONE = "没有找到这位会员，资料可能刚被删除。"
YES = "确认删除"
ERASE = "会员本人要求时才能删除。请先核实身份。删除后不能恢复：聊天记录、报名、预约、申请都会清除，名册登记不变。"
OFFER = (
    "会员会在微信里收到一条通知，照着回复就能领到完整的副本；您看不到内容。会员不用微信、当面要的，请用“当面给副本”。"
)
HAND = (
    "会下载一个压缩包，请当面交给本人，用完马上删除。"
    "里面没有聊天内容、心理咨询和调解、相亲、没有留名的建议：完整的副本请会员在微信里领取。"
)
_PHONE = {
    "not_bound": "会员还没绑定名册，没有地方可改。请先绑定。",
    "bad_phone": "不是 11 位手机号，请核对。",
    "unknown": GONE,
}


class Steps:
    """The buttons at the foot of a member's page, each with its dialog."""

    def __init__(self, deps: ConsoleDeps, here: Visit, member_id: str, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.member_id, self.refresh = deps, here, member_id, refresh
        self.do = Doing(deps, here, "members")
        self.binding: Belongs | None = None
        self.account = ""
        phone = Field("phone", "新手机号", longest=20, hint="记下后在“会员”页核对，写进名册")
        sure = Field("sure", f"请输入“{YES}”", longest=10)
        self.phone = Ask("记下新手机号", "以后用这个号码联系会员。", "记下", self.on_phone, [phone])
        self.offer = Ask("请会员领取副本？", OFFER, "发通知", self.on_offer)
        self.hand = Ask("当面给副本？", HAND, "下载", self.on_hand)
        self.release = Ask("解除绑定？", "", "解除绑定", self.on_release, is_grave=True)
        self.erase = Ask("删除会员的全部信息？", ERASE, "删除", self.on_erase, [sure], is_grave=True)
        self.erase.words.classes("plain")
        with box("actions", tag="section").props('aria-label="处理"'), box("buttons"):
            ui.button("请会员领取副本", on_click=lambda: self.offer.open()).props("outline")
            ui.button("当面给副本", on_click=lambda: self.hand.open()).props("outline")
            self.change = ui.button("记新手机号", on_click=lambda: self.phone.open()).props("outline")
            self.end = ui.button("删除信息", on_click=self.ask_erase).props("outline color=negative")

    def show(self, one: Card) -> None:
        """Only what can be done now."""
        self.account = one.account
        self.change.set_visibility(bool(one.belongs))
        self.end.set_visibility(one.erased_at is None)

    def ask_release(self, one: Belongs) -> None:
        self.binding = one
        self.release.open(f"{one.path}：现在绑定的微信将不能再用这份会员资料。请先核实本人。")

    async def ask_erase(self) -> None:
        """What would end, and what the law keeps, found out by doing it and taking it back."""
        if not await still_may(self.deps, self.here, "members"):
            return
        holdings, scope, now = self.deps.holdings, self.here.scope, self.deps.clock.now()
        found = await rehearse(
            self.deps.database, lambda s: steps.foresee(s, holdings, self.member_id, scope=scope, now=now)
        )
        if found is None:
            ui.notify(GONE, type="warning")
            return
        ends = "".join(f"\n· {line}" for line in found.ends)
        keeps = "".join(f"\n· {line}" for line in found.keeps)
        words = ERASE + (f"\n\n会取消：{ends}" if ends else "") + (f"\n\n依法保留：{keeps}" if keeps else "")
        self.erase.open(words)

    async def on_phone(self, answers: Answers, key: str) -> str:
        now, scope = self.deps.clock.now(), self.here.scope

        def why(told: PhoneTold | PhoneRefused) -> str:
            return _PHONE.get(told.reason, GONE) if isinstance(told, PhoneRefused) else ""

        return await self._run(
            lambda s: steps.tell_phone(s, self.member_id, answers["phone"], scope=scope, key=key, now=now),
            why,
            "已记下，请在“会员”页核对后写进名册",
        )

    async def on_offer(self, answers: Answers, key: str) -> str:
        queue, now, scope = self.deps.queue, self.deps.clock.now(), self.here.scope
        return await self._run(
            lambda s: steps.offer_copy(s, queue, self.member_id, scope=scope, key=key, now=now),
            lambda sent: "" if sent else GONE,
            "通知会发给会员",
        )

    async def on_hand(self, answers: Answers, key: str) -> str:
        found: list[Copy] = []

        async def read(session: AsyncSession) -> None:
            copy = await copy_for(session, self.member_id, self.deps.holdings, scope=self.here.scope)
            found[:] = [copy] if copy else []

        wrong = await self.do(read, lambda _: "" if found else GONE, what="下载会员资料副本", member_id=self.member_id)
        if not wrong:
            account = self.deps.settings.account(self.account)
            name = account.name if account else ""
            ui.download.content(archive(name, found[0], self.deps.clock.now()), "会员资料.zip", "application/zip")
        return wrong

    async def on_release(self, answers: Answers, key: str) -> str:
        assert self.binding is not None  # it was chosen
        entry_id, name, now, scope = self.binding.entry_id, self.here.staff.name, self.deps.clock.now(), self.here.scope
        return await self._run(
            lambda s: end_bindings(s, entry_id, scope=scope, staff=name, now=now),
            lambda count: "" if count else "已经没有绑定了，或者这份名册不在您负责的范围内。",
            "已解除绑定",
        )

    async def on_erase(self, answers: Answers, key: str) -> str:
        if answers["sure"].strip('“”" ') != YES:
            return f"请输入“{YES}”四个字。"
        now, scope = self.deps.clock.now(), self.here.scope
        return await self._run(
            lambda s: steps.erase(s, self.member_id, scope=scope, now=now),
            lambda done: "" if done else GONE,
            "马上会删除",
        )

    async def _run(self, verb: Callable[[AsyncSession], Awaitable[T]], why: Callable[[T], str], done: str) -> str:
        wrong = await self.do(verb, why, done=done, member_id=self.member_id)
        await self.refresh()
        return wrong
