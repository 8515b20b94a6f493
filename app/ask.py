"""`unionbot ask`: JSON lines in, JSON lines out; how tests and tools look at the bot's understanding."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from app.scratch import Scratch, scratch_engine
from base.errors import UsageError
from base.settings import Settings
from union.conversations.reply import Reply, Turn


async def run(settings: Settings, lines: Iterable[str], out: TextIO) -> None:
    """Answer every line, in order; a line with `turns` is a conversation, its result the last turn's.

    Raises:
        UsageError: a line is not as docs/ask.md says; the message names its number.
    """
    async with scratch_engine(settings) as scratch:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            asked_id, turns = _parse(number, line)
            result = as_result(asked_id, await _converse(scratch, f"line-{number}", turns))
            out.write(json.dumps(result, ensure_ascii=False) + "\n")
            out.flush()


def as_result(asked_id: Any, turn: Turn) -> dict[str, Any]:
    """The fields the contract fixes."""
    understood = turn.understanding
    return {
        "id": asked_id,
        "intent": understood.intent,
        "confidence": understood.confidence,
        "entities": understood.entities,
        "programs": understood.programs[:5],
        "attribute": understood.attribute,
        "outcome": understood.outcome,
        "reply": readable(turn.reply),
    }


def readable(reply: Reply) -> str:
    """A reply as one text, its choices in brackets."""
    choices = " ".join(f"[{choice.label}]" for choice in reply.choices)
    return "\n".join([*reply.texts, choices] if choices else reply.texts)


async def _converse(scratch: Scratch, name: str, turns: list[str]) -> Turn:
    member_id = await scratch.new_member(name)
    for position, text in enumerate(turns):
        turn = await scratch.engine.turn(member_id, text, f"{name}-{position}")
    return turn


def _parse(number: int, line: str) -> tuple[Any, list[str]]:
    try:
        asked = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"line {number}: not JSON ({error.msg})") from error
    turns = asked.get("turns", [asked.get("text")]) if isinstance(asked, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(text, str) for text in turns):
        raise UsageError(f'line {number}: needs "text" (a string) or "turns" (strings)')
    return asked.get("id"), turns
