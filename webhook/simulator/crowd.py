"""The same words from many members at once, and how long each waited."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from webhook.simulator.actions import Text
from webhook.simulator.api.sides import Side
from webhook.simulator.phones import Line, Phone
from webhook.simulator.simulator import Simulator

MOST = 50
PUSH_SECONDS = 30.0  # how long a push is waited for after the message was accepted

Way = Literal["passive", "push", "none", "failed"]


@dataclass(frozen=True)
class Wait:
    """One member's waiting. `seconds` until an answer stood in the chat, or until nothing more was expected."""

    member: str
    seconds: float
    tries: int
    way: Way
    answer: str


async def ask_at_once(simulator: Simulator, side: Side, text: str, members: int, patience: float) -> list[Wait]:
    """Let so many members (at most MOST) write at once; all of them follow. `patience`: seconds for a push."""
    phones = [side.phones.of(f"同发{number:02}") for number in range(1, min(members, MOST) + 1)]
    return await asyncio.gather(*(_ask(simulator, phone, text, patience) for phone in phones))


async def _ask(simulator: Simulator, phone: Phone, text: str, patience: float) -> Wait:
    loop = asyncio.get_running_loop()
    began = loop.time()
    phone.following = True
    pushed = asyncio.create_task(phone.wait_for(_is_answer))
    try:
        await asyncio.sleep(0)  # the listener is there before anything can arrive
        delivering = simulator.act(phone, Text(text=text))
        if delivering is None:
            return Wait(phone.name, 0, 0, "failed", "")
        delivery = await delivering
        way: Way = "failed" if delivery.failed else "passive"
        answer = delivery.text or ""
        if delivery.text is None:
            way, answer = await _await_push(pushed, patience)
        return Wait(phone.name, round(loop.time() - began, 2), len(delivery.tries), way, answer)
    finally:
        pushed.cancel()


async def _await_push(pushed: asyncio.Task[Line], patience: float) -> tuple[Way, str]:
    try:
        return "push", (await asyncio.wait_for(pushed, patience)).text
    except TimeoutError:
        return "none", ""


def _is_answer(line: Line) -> bool:
    return line.side == "account"
