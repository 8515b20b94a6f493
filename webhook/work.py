"""Turns under way in this process. They go on when the request that began them is gone, and are drained at the end."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from sqlalchemy import Connection

from base.logging import get_logger
from union.conversations.reply import PICTURE
from union.handoff.rules import wants_staff
from union.notices.sender import Outcome as Sent
from webhook import inbox, late, leftovers, texts
from webhook.conversation import Outcome, Received
from webhook.dependencies import Dependencies
from webhook.engines import NoTurn
from webhook.failures import describe
from webhook.inbox import Held
from webhook.leases import Leases

FIRST_POLL = 0.01
MAX_ATTEMPTS = 3  # then the member is told that it did not work
PUSHES_AT_ONCE = 32  # more would only wait for each other, some so long that nobody knew what became of them
TYPING_AT_ONCE = 16  # in a rush the others do without
RUSH = 32  # turns under way
HANDED_OVER = "handoff"  # outcome of an engine's turn that queued the conversation

log = get_logger("work")

Result = Held | Literal["lost", "failed"]


@dataclass(frozen=True)
class Task:
    """A message whose claim this process holds. `behind`: an earlier one of the member may not be answered yet."""

    held: Held
    text: str
    behind: bool = True
    preface: str = ""


class Work:
    """All turns and pushes of one web process, by the key of their message."""

    def __init__(self, deps: Dependencies) -> None:
        self._deps = deps
        self._turns: dict[str, asyncio.Task[Result]] = {}
        self._others: set[asyncio.Task[None]] = set()
        self._leases = Leases(deps, self._show_typing)
        self._typing: set[asyncio.Task[None]] = set()
        self._push_gate = asyncio.Semaphore(PUSHES_AT_ONCE)

    def begin(self, received: Received) -> None:
        """Begin the turn of a message that was just received."""
        self._start(Task(received.held, received.turn or "", received.behind, received.preface))

    @property
    def under_way(self) -> int:
        """How many turns."""
        return len(self._turns)

    @property
    def is_rushed(self) -> bool:
        """Whether so many turns are under way that transactions had better be shared."""
        return self.under_way > RUSH

    def find(self, key: str) -> asyncio.Task[Result] | None:
        return self._turns.get(key)

    async def drain(self) -> None:
        """Wait for what is under way; what takes longer than allowed is left to another process."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._deps.timing.drain
        while (running := {*self._turns.values(), *self._others, *self._typing}) and (left := until - loop.time()) > 0:
            await asyncio.wait(running, timeout=left)
        self._leases.stop()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def sweep(self) -> None:
        """Take up what dead processes left: late turns are done again, a push cut off counts as unknown."""
        now = self._deps.clock.now()
        left = await self._deps.database.query(lambda c: leftovers.abandoned(c, now))
        for seen in left:
            if seen.route == "pushing":
                await late.settle_push(self._deps, seen, Sent("unknown", texts.SENDER_DIED))
                continue
            held = await self._deps.database.write(partial(inbox.take_over, seen=seen, now=now))
            if held is not None:
                self._start(Task(held, held.request or ""))
        for member_id in await self._deps.pictures.sweep():
            self.tell_staff(member_id)

    def tell_staff(self, member_id: str) -> None:
        """Wake the consoles, without making the member wait for it."""
        self._spawn(self._deps.bus.publish("conversations", member=member_id))

    def bring_picture(self, held: Held) -> None:
        """Download a picture that staff wait for; its claim is done already."""
        self._spawn(self._bring_for_staff(held))

    async def _bring_for_staff(self, held: Held) -> None:
        try:
            await self._deps.pictures.bring(held.key)
        except Exception as error:  # the sweep tries again
            log.error("picture_failed", **describe(error))
        self.tell_staff(held.member_id)

    def _start(self, task: Task) -> None:
        running = asyncio.create_task(self._guarded(task))
        self._turns[task.held.key] = running
        running.add_done_callback(lambda done: self._forget(task.held.key, done))

    def _spawn(self, work: Coroutine[Any, Any, None], among: set[asyncio.Task[None]] | None = None) -> None:
        tasks = self._others if among is None else among
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def _forget(self, key: str, task: asyncio.Task[Result]) -> None:
        if self._turns.get(key) is task:
            del self._turns[key]

    async def _guarded(self, task: Task) -> Result:
        """The turn; when it fails, the claim is free for the platform's next try."""
        held = task.held
        try:
            done = await self._holding(task)
        except Exception as error:
            log.error("turn_failed", **describe(error))
            await self._quietly(lambda c: inbox.release(c, held, self._deps.clock.now()))
            return "failed"
        if done is None:
            return "lost"
        if done.route == "pushing":
            self._spawn(self._push(done))
        return done

    async def _holding(self, task: Task) -> Held | None:
        """The turn, with its lease renewed while it lasts."""
        self._leases.keep(task.held)
        try:
            return await self._turn(task)
        finally:
            self._leases.leave(task.held)

    async def _push(self, done: Held) -> None:
        async with self._push_gate:
            await late.push(self._deps, done)

    def _show_typing(self, held: Held) -> None:
        """Let the member of a slow turn see that an answer is being made."""
        if len(self._typing) < TYPING_AT_ONCE:
            self._spawn(self._deps.sender.show_typing(held.member_id), self._typing)

    async def _turn(self, task: Task) -> Held | None:
        held, text = task.held, task.text
        if text == PICTURE:
            await self._deps.pictures.bring(held.key)
        if task.behind:
            await self._after_earlier(held)
            if await self._deps.database.query(lambda c: inbox.look(c, held.key)) is None:
                return None  # the earlier message was their last word: they are erased, and this one comes again
        if text == texts.FETCH_WORD and (fetched := await late.fetch(self._deps, held)):
            return fetched
        database = self._deps.database
        outcome = _with_preface(await self._ask(held, text), task.preface)
        done = await database.write(lambda c: self._deps.conversations.settle(c, held, outcome, self._deps.clock.now()))
        if outcome.queue or (outcome.understanding and outcome.understanding.outcome == HANDED_OVER):
            self.tell_staff(held.member_id)
        return done

    async def _after_earlier(self, held: Held) -> None:
        """Wait until the member's earlier messages are answered, here or elsewhere: replies keep their order."""
        pause = FIRST_POLL
        while True:
            now = self._deps.clock.now()
            earlier = await self._deps.database.query(partial(inbox.earlier, held=held, now=now))
            if earlier is None:
                return
            task = self._turns.get(earlier.key)
            if task is not None:
                await asyncio.wait({task})
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._deps.timing.poll)

    async def _ask(self, held: Held, text: str) -> Outcome:
        if held.attempt > MAX_ATTEMPTS or not text:
            return Outcome(texts.NOT_HANDLED)
        turn = await self._deps.engines.turn(held.member_id, text, held.key)
        if not isinstance(turn, NoTurn):
            return Outcome(turn.reply, turn.understanding)
        if turn.reason == "silent":
            return Outcome(texts.NO_ANSWER)
        return Outcome(texts.NO_ENGINE, queue=wants_staff(text))

    async def _quietly(self, work: Callable[[Connection], None]) -> None:
        """Something about a lease: when it fails, the lease ends by itself."""
        try:
            await self._deps.database.write(work)
        except Exception as error:
            log.error("lease_failed", **describe(error))


def _with_preface(outcome: Outcome, preface: str) -> Outcome:
    if not preface:
        return outcome
    reply = outcome.reply.model_copy(update={"texts": [preface, *outcome.reply.texts]})
    return replace(outcome, reply=reply)
