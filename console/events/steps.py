"""What is done with a whole event: publish, change, do it again, call it off, throw a draft away."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from console.appointments.days import read_day
from console.deps import ConsoleDeps
from console.events.acting import Acting
from console.events.changing import LIST
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.fields import Answers, Field
from console.parts.rehearsing import rehearse
from console.session import Visit
from union.events import copying, managing
from union.events.call_off import CalledOff, call_off_event
from union.events.overview import Line

PUBLISH = "发布后会员马上能看到、能报名；订阅了这类活动的会员会收到一条通知。发布以后，类型和抽签方式不能再改。"
COPY = "照这个活动建一份草稿，名额、问题和规则都一样，各场的时间一起顺延。建好后可以再改。"
OFF = "所有还没结束的场次都会取消，已报名的会员会收到通知和原因。"


class Steps:
    """The buttons at the foot of the event's page."""

    def __init__(self, deps: ConsoleDeps, here: Visit, event_id: str, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.event_id, self.refresh = deps, here, event_id, refresh
        self.act = Acting(deps, here, event_id)
        self.why = ""
        self.is_leaving = False  # the page has nothing left to show
        publish = Ask("发布这个活动？", PUBLISH, "发布", self.on_publish)
        copy = Ask("照样再办一次", COPY, "建草稿", self.on_copy, [Field("day", "第一场改到哪天", "date")])
        reason = Field("why", "原因（会员会看到）", "long", longest=200)
        self.off = Ask("取消整个活动", OFF, "看影响", self.on_look, [reason])
        self.sure = Ask("确定取消？", "", "取消活动", self.on_off, is_grave=True)
        away = Ask("删除这份草稿？", "会员没有看到过它，删除后找不回来。", "删除草稿", self.on_away, is_grave=True)
        with box("buttons"):
            self.publish = ui.button("发布", on_click=lambda: publish.open()).props("unelevated")
            self.change = ui.button("修改", on_click=lambda: ui.navigate.to(f"{LIST}/{event_id}/change"))
            self.change.props("outline")
            ui.button("照样再办一次", on_click=lambda: copy.open()).props("outline")
            self.call_off = ui.button("取消活动", on_click=lambda: self.off.open()).props("outline color=negative")
            self.away = ui.button("删除草稿", on_click=lambda: away.open()).props("outline color=negative")

    def show(self, one: Line) -> None:
        is_draft, is_alive = one.stage == "draft", one.stage not in ("over", "called_off")
        self.publish.set_visibility(is_draft)
        self.away.set_visibility(is_draft)
        self.change.set_visibility(is_alive)
        self.call_off.set_visibility(is_alive and not is_draft)

    async def on_publish(self, answers: Answers, key: str) -> str:
        scope, now = self.here.scope, self.deps.clock.now()
        wrong = await self.act(
            lambda s: managing.publish(s, scope, self.event_id, now=now), "已发布，会员现在就能报名", what="发布活动"
        )
        await self.refresh()
        return wrong

    async def on_copy(self, answers: Answers, key: str) -> str:
        day = read_day(answers["day"])
        if day is None:
            return "请选一个日期。"
        scope, now = self.here.scope, self.deps.clock.now()
        written, wrong = await self.act.by_field(
            lambda s: copying.copy_event(s, scope, self.event_id, day, key=key, now=now),
            "已建好草稿",
            what="照样再办一次活动",
        )
        if written is not None:
            ui.navigate.to(f"{LIST}/{written.event.id}")
        return "；".join(wrong.values())

    async def on_look(self, answers: Answers, key: str) -> str:
        self.why = answers["why"]
        if not self.why:
            return "请写明原因，会员会看到。"
        name, now = self.here.staff.name, self.deps.clock.now()
        found = await rehearse(
            self.deps.database,
            lambda s: call_off_event(s, self.event_id, self.why, key=f"look:{key}", by=name, now=now),
        )
        told = found.told if isinstance(found, CalledOff) else 0
        self.sure.open(f"{told} 个报名会取消，这些会员都会收到通知。取消后不能恢复。")
        return ""

    async def on_off(self, answers: Answers, key: str) -> str:
        name, now = self.here.staff.name, self.deps.clock.now()
        wrong = await self.act(
            lambda s: call_off_event(s, self.event_id, self.why, key=f"console:{key}", by=name, now=now),
            "已取消，会员会收到通知",
            what="取消活动",
        )
        await self.refresh()
        return wrong

    async def on_away(self, answers: Answers, key: str) -> str:
        scope, self.is_leaving = self.here.scope, True
        wrong = await self.act(
            lambda s: managing.throw_away(s, scope, self.event_id), "草稿已删除", what="删除活动草稿"
        )
        self.is_leaving = not wrong
        if not wrong:
            ui.navigate.to(LIST)
        return wrong
