"""What is done with one session: change it, take the list away, tell everybody, call it off."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession

from console.deps import ConsoleDeps
from console.events.acting import Acting
from console.events.changing import LIST
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.downloading import download
from console.parts.fields import Answers, Field
from console.parts.rehearsing import rehearse
from console.session import Visit
from union.events.call_off import CalledOff, call_off_session
from union.events.meeting import Meeting
from union.events.people import to_be_told
from union.events.reach import sees_event
from union.events.session_desk import remove_session
from union.events.sheet import broadcast, export_rows

LONGEST = 500  # a notice of one message
OFF = "已报名的会员会收到通知和原因，他们的报名会取消。"


class SessionSteps:
    """The buttons at the foot of the session's page."""

    def __init__(self, deps: ConsoleDeps, here: Visit, one: Meeting, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.one, self.refresh = deps, here, one, refresh
        self.act, self.do = Acting(deps, here, one.event_id), Doing(deps, here, "events")
        self.text = self.why = ""
        self.is_leaving = False  # the page has nothing left to show
        text = Field("text", "写什么（会员会看到）", "long", longest=LONGEST)
        self.say = Ask("发通知给报名的人", "报名的、候补的、等抽签的都会收到。", "看发给多少人", self.on_text, [text])
        self.send = Ask("确定发送？", "", "发送", self.on_send)
        reason = Field("why", "原因（会员会看到）", "long", longest=200)
        self.off = Ask("取消这一场", OFF, "看影响", self.on_look, [reason])
        self.sure = Ask("确定取消？", "", "取消这一场", self.on_off, is_grave=True)
        gone = Ask("删除这一场？", "还没发布，会员没有看到过它。", "删除这一场", self.on_remove, is_grave=True)
        change = f"{LIST}/{one.event_id}/{one.id}/change"
        with box("buttons"):
            self.change = ui.button("改时间地点", on_click=lambda: ui.navigate.to(change)).props("outline")
            self.take = ui.button("导出名单", on_click=self.on_export).props("outline")
            self.tell = ui.button("发通知", on_click=lambda: self.say.open()).props("outline")
            self.call_off = ui.button("取消这一场", on_click=lambda: self.off.open()).props("outline color=negative")
            self.gone = ui.button("删除这一场", on_click=lambda: gone.open()).props("outline color=negative")

    def show(self, one: Meeting, now: datetime) -> None:
        self.one = one
        is_draft, is_open = one.status == "draft", one.status == "open" and one.ends_at > now
        self.change.set_visibility(is_draft or is_open)
        self.take.set_visibility(not is_draft)
        self.tell.set_visibility(not is_draft and one.status != "called_off")
        self.call_off.set_visibility(is_open)
        self.gone.set_visibility(is_draft)

    async def on_export(self) -> None:
        one, scope = self.one, self.here.scope

        async def read(session: AsyncSession) -> list[list[str]]:
            return await export_rows(session, one.id) if await sees_event(session, scope, one.event_id) else []

        await download(self.do, read, f"报名名单-{one.title}", what="导出报名名单")

    async def on_text(self, answers: Answers, key: str) -> str:
        self.text = answers["text"]
        if not self.text:
            return "请写要通知的内容。"
        async with self.deps.database.read() as session:
            count = await to_be_told(session, self.one.id, scope=self.here.scope)
        if not count:
            return "现在没有人报名，不用通知。"
        self.send.open(f"会发给 {count} 人：\n{self.text}")
        return ""

    async def on_send(self, answers: Answers, key: str) -> str:
        text, one, name, now = self.text, self.one, self.here.staff.name, self.deps.clock.now()
        return await self.act(
            lambda s: broadcast(s, one.id, text, by=name, now=now, key=f"console:{key}"),
            "已交给系统，会员会陆续收到",
            what="通知报名的人",
        )

    async def on_look(self, answers: Answers, key: str) -> str:
        self.why = answers["why"]
        if not self.why:
            return "请写明原因，会员会看到。"
        found = await rehearse(self.deps.database, lambda s: self._call_off(s, f"look:{key}"))
        told = found.told if isinstance(found, CalledOff) else 0
        self.sure.open(f"{told} 个报名会取消，这些会员都会收到通知。取消后不能恢复。")
        return ""

    async def on_off(self, answers: Answers, key: str) -> str:
        wrong = await self.act(
            lambda s: self._call_off(s, f"console:{key}"), "已取消，会员会收到通知", what="取消活动场次"
        )
        await self.refresh()
        return wrong

    async def on_remove(self, answers: Answers, key: str) -> str:
        one, scope, self.is_leaving = self.one, self.here.scope, True
        wrong = await self.act(lambda s: remove_session(s, scope, one.id), "已删除", what="删除活动场次")
        self.is_leaving = not wrong
        if not wrong:
            ui.navigate.to(f"{LIST}/{one.event_id}")
        return wrong

    async def _call_off(self, session: AsyncSession, key: str) -> object:
        name, now = self.here.staff.name, self.deps.clock.now()
        return await call_off_session(session, self.one.id, self.why, key=key, by=name, now=now)
