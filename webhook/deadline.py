"""The answer to one request in the platform's five seconds, and the one route by which a late reply travels.

In time: the reply is the response (passive), and the response to every repeat. Late:
- verified account: the response is `success`, the reply is pushed as a customer-service message;
- unverified: the first two requests stay open past the deadline, so that the platform disconnects and sends the
  message again (up to 10 s more to think); the third says 回复“继续”查看, and 继续 fetches the reply.
Which of them it is, is decided once, in the claim's row (webhook/inbox.py).
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from base.logging import get_logger
from webhook import inbox, texts
from webhook.conversation import Received
from webhook.decisions import Decisions
from webhook.dependencies import Dependencies
from webhook.envelope import Inbound
from webhook.inbox import Held
from webhook.plan import plan
from webhook.render import render
from webhook.work import Work

TRIES = 3  # of the platform, for one message
FIRST_POLL = 0.01
SECONDS_TO_ANSWER = 0.0005  # of CPU, for one late response
LONGEST_RUSH = 1.5  # seconds

log = get_logger("deadline")


@dataclass(frozen=True)
class Answer:
    """What the response carries: a text (with the time it was first asked), `success`, or a request to try again."""

    how: Literal["reply", "success", "try_again"]
    text: str = ""
    at: datetime | None = None


SUCCESS = Answer("success")
TRY_AGAIN = Answer("try_again")


class Desk:
    """Answers messages of members, each within its budget."""

    def __init__(self, deps: Dependencies, work: Work) -> None:
        self._deps = deps
        self._work = work
        self._decisions = Decisions(deps)

    async def answer(self, inbound: Inbound, arrived: float) -> Answer:
        """The answer to one request. `arrived`: the event loop's time at its arrival."""
        received = await self._receive(inbound)
        held = received.held
        if received.tell_staff:
            self._work.tell_staff(held.member_id)
        if received.picture:
            self._work.bring_picture(held)
        self._start_if_mine(received)
        if held.tries > 1:
            self._deps.metrics.duplicates.inc()
        if held.state == "done" or held.route != "open":
            return _deliver(held)
        return await self._wait_and_deliver(inbound, held, arrived)

    async def _receive(self, inbound: Inbound) -> Received:
        database, now = self._deps.database, self._deps.clock.now()
        write = database.write_in_a_rush if self._work.is_rushed else database.write
        return await write(lambda c: self._deps.conversations.receive(c, inbound, now))

    async def _wait_and_deliver(self, inbound: Inbound, held: Held, arrived: float) -> Answer:
        done = await self._wait(inbound, held.key, arrived + self._budget())
        if done == "failed":
            return _failed(held)
        if done is None:
            self._deps.metrics.deadline_misses.inc()
            return await self._late(inbound, held, arrived)
        return _deliver(done)

    def _budget(self) -> float:
        """Seconds for this response. In a rush less: answering those who wait takes time, and the last is due too."""
        return self._deps.timing.budget - min(self._work.under_way * SECONDS_TO_ANSWER, LONGEST_RUSH)

    async def _late(self, inbound: Inbound, held: Held, arrived: float) -> Answer:
        account = self._deps.settings.account(inbound.account)
        verified = account is not None and account.verified
        if not verified and held.tries < TRIES:
            done = await self._wait(inbound, held.key, arrived + self._deps.timing.hold)
            return TRY_AGAIN if done is None or done == "failed" else _deliver(done)
        route: Literal["push", "fetch"] = "push" if verified else "fetch"
        request = plan(inbound.content, "bot").turn or ""
        return _deliver(await self._decisions.decide(held.key, route, request))

    async def _wait(self, inbound: Inbound, key: str, until: float) -> Held | Literal["failed"] | None:
        """The claim once it is done, or its route decided; None when that took too long.

        Turns of this process are awaited; those of another one are looked at in the database, which needs no bus.
        """
        loop, pause = asyncio.get_running_loop(), FIRST_POLL
        while (left := until - loop.time()) > 0:
            task = self._work.find(key)
            if task is not None:
                await asyncio.wait({task}, timeout=left)
                if not task.done():
                    return None
                if (result := task.result()) != "lost":
                    return result
            seen = await self._look(inbound, key)
            if seen is None:
                return "failed"  # gone with its member, who is erased: the platform's next try is a newcomer's
            if seen.state == "done" or seen.route != "open":
                return seen
            if self._work.find(key) is None:
                await asyncio.sleep(min(pause, left))
                pause = min(pause * 2, self._deps.timing.poll)
        return None

    async def _look(self, inbound: Inbound, key: str) -> Held | None:
        """The claim as it stands; a dead process's claim is taken over on the way."""
        database, now = self._deps.database, self._deps.clock.now()
        seen = await database.query(lambda c: inbox.look(c, key))
        if seen is None or seen.state == "done" or seen.lease_until > now:
            return seen
        received = await database.write(lambda c: self._deps.conversations.resume(c, inbound, seen, now))
        self._start_if_mine(received)
        return received.held

    def _start_if_mine(self, received: Received) -> None:
        if received.held.mine and received.turn is not None:
            self._work.begin(received)


def _deliver(held: Held) -> Answer:
    """A claim's one reply, in the response only if that is its route."""
    match held.route:
        case "passive":
            return Answer("reply", held.answer, held.created) if held.answer else SUCCESS
        case "fetch" | "fetched":
            return Answer("reply", render(texts.FETCH_HINT).text, held.created)
        case _:
            return SUCCESS


def _failed(held: Held) -> Answer:
    """The platform sends it again; the last try gets an honest line."""
    return TRY_AGAIN if held.tries < TRIES else Answer("reply", render(texts.NOT_HANDLED).text, held.created)
