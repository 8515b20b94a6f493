"""Handing a case on: ending it with a reason, giving it to a colleague or a group, putting it back."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from console.conversation.steps import Steps, Verb
from console.parts.asking import Ask
from console.parts.fields import Answers, Field
from console.people import STAFF, receivers
from union.handoff.desk import DeskCase
from union.handoff.service import assign, end, release, transfer
from union.handoff.texts import END_REASONS

NOTE = 500  # characters
ENDS = "会员会收到“人工服务已结束，我继续为您服务。”，之后由机器人回答。会员可以再次转人工。"
RELEASES = "会员回到等待的队伍里，位置按原来的时间排。您写过的都留在对话里。"
NOBODY = "现在没有别的同事在岗，也没有别的小组。可以先放回队列。"


class Dialogs:
    """Built once with the page; `refresh` shows what came of it."""

    def __init__(self, steps: Steps, case: DeskCase, refresh: Callable[[], Awaitable[None]]) -> None:
        self.steps, self.case, self.refresh = steps, case, refresh
        reason = Field("reason", "结果", "choice", choices=END_REASONS, value=next(iter(END_REASONS)))
        to = Field("to", "转给谁", "choice")
        note = Field("note", "交接留言（会员看不到）", "long", longest=NOTE)
        self.ending = Ask("结束这次对话？", ENDS, "结束对话", self._end, [reason])
        self.transferring = Ask("转接给同事或小组", "", "转接", self._transfer, [to, note])
        self.releasing = Ask("放回队列？", RELEASES, "放回队列", self._release)
        self.assigning = Ask("分配给同事", "", "分配", self._assign, [Field("to", "分配给谁", "choice")])

    async def open_transfer(self) -> None:
        await self._open(self.transferring, with_groups=True)

    async def open_assign(self) -> None:
        await self._open(self.assigning, with_groups=False)

    async def _open(self, ask: Ask, *, with_groups: bool) -> None:
        """With whoever can take it now."""
        deps = self.steps.deps
        async with deps.database.read() as session:
            found = await receivers(
                session, deps.clock.now(), deps.settings.limits, besides=self.case.staff or "", with_groups=with_groups
            )
        if ask.dialog.is_deleted:
            return
        select = ask.inputs["to"]
        assert isinstance(select, ui.select)
        select.set_options(found, value=select.value if select.value in found else None)
        ask.open("" if found else NOBODY)

    async def _end(self, answers: Answers, _: str) -> str:
        one, now = self.steps, self.steps.deps.clock.now()
        return await self._step(
            lambda s: end(s, one.deps.queue, self.case.id, one.me, now, answers["reason"], scope=one.scope), "结束对话"
        )

    async def _release(self, answers: Answers, _: str) -> str:
        one, now = self.steps, self.steps.deps.clock.now()
        return await self._step(
            lambda s: release(s, self.case.id, one.me, now, scope=one.scope, limits=one.limits), "放回队列"
        )

    async def _transfer(self, answers: Answers, _: str) -> str:
        one, now = self.steps, self.steps.deps.clock.now()
        kind, _, name = answers["to"].partition(":")
        if not name:
            return "请选择转给谁。"
        to_staff, to_group = (name, "") if kind == STAFF else ("", name)
        to = {"to_staff": to_staff, "to_group": to_group, "note": answers["note"]}
        return await self._step(
            lambda s: transfer(s, one.deps.queue, self.case.id, one.me, now, **to, scope=one.scope, limits=one.limits),
            "转接对话",
        )

    async def _assign(self, answers: Answers, _: str) -> str:
        one, now = self.steps, self.steps.deps.clock.now()
        to_staff = answers["to"].partition(":")[2]
        if not to_staff:
            return "请选择分配给谁。"
        return await self._step(
            lambda s: assign(
                s, one.deps.queue, self.case.id, to_staff, one.me, now, scope=one.scope, limits=one.limits
            ),
            "分配对话",
        )

    async def _step(self, verb: Verb[object], what: str) -> str:
        wrong = await self.steps(verb, what=what, member_id=self.case.member_id)
        if not wrong:
            await self.refresh()
        return wrong
