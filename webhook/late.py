"""A reply that came too late for its response: pushed as a customer-service message, or fetched with 继续."""

import asyncio
from typing import Literal

from sqlalchemy import Connection

from base.logging import get_logger
from union.conversations.service import add_line
from union.notices.sender import Outcome as Sent
from webhook import inbox, leftovers, texts
from webhook.conversation import Outcome
from webhook.dependencies import Dependencies
from webhook.failures import describe
from webhook.inbox import Held

log = get_logger("late")

# A failed push can still be fetched; one whose outcome is unknown is never sent again.
_ROUTES: dict[str, Literal["pushed", "unknown", "fetch"]] = {
    "sent": "pushed",
    "unknown": "unknown",
    "failed": "fetch",
    "later": "fetch",
}
_HINT = Outcome(texts.FETCH_HINT)
_LINES = {"failed": texts.PUSH_FAILED, "later": texts.PUSH_FAILED, "unknown": texts.PUSH_UNKNOWN}


async def push(deps: Dependencies, done: Held) -> None:
    """Send the answer of a claim whose route is `pushing`, once."""
    if not done.answer:
        await settle_push(deps, done, Sent("sent"))
        return
    try:
        sent = await deps.sender.send_rendered(done.member_id, done.answer)
    except Exception as error:  # whatever it was, the call may have gone out
        log.error("push_failed", **describe(error))
        sent = Sent("unknown", type(error).__name__)
    await settle_push(deps, done, sent)


async def settle_push(deps: Dependencies, done: Held, sent: Sent) -> None:
    """Store how a push ended; staff read in the transcript what the member may not have got."""

    def store(connection: Connection) -> None:
        if leftovers.settle_push(connection, done.key, _ROUTES[sent.state]) and sent.state in _LINES:
            line = _LINES[sent.state].format(reason=sent.reason)
            add_line(connection, done.member_id, "event", line, deps.clock.now())

    deps.metrics.pushes.labels(sent.state).inc()
    await deps.database.write(store)


async def fetch(deps: Dependencies, held: Held) -> Held | None:
    """Answer 继续 (the claim `held`) with the late reply, waiting a while for it; None when there is none."""
    loop = asyncio.get_running_loop()
    until = loop.time() + deps.timing.fetch
    while (late := await _waiting(deps, held.member_id)) is not None:
        if late.state == "done":
            return await _hand_over(deps, late, held)
        if loop.time() >= until:
            return await deps.database.write(lambda c: deps.conversations.settle(c, held, _HINT, deps.clock.now()))
        await asyncio.sleep(deps.timing.poll)
    return None


async def _waiting(deps: Dependencies, member_id: str) -> Held | None:
    return await deps.database.query(lambda c: leftovers.waiting_answer(c, member_id))


async def _hand_over(deps: Dependencies, late: Held, held: Held) -> Held | None:
    """One transaction: the late reply is fetched once, as the answer to `held`. It is recorded already."""

    def move(connection: Connection) -> Held | None:
        if not leftovers.mark_fetched(connection, late.key):
            return None
        return inbox.finish(connection, held, late.answer or "", deps.clock.now())

    return await deps.database.write(move)
