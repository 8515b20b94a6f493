"""`unionbot chat`: talk to the bot in the terminal; with `--explain`, see what it made of each message."""

import json

from rich.console import Console

from app.ask import readable
from app.scratch import scratch_engine
from base.settings import Settings
from union.conversations.reply import Understanding

SCREEN = Console(highlight=False)


async def run(settings: Settings, messages: list[str], *, explain: bool) -> None:
    """Send the messages, or ask for them until an empty line or the end of input."""
    with SCREEN.status("Loading …"):
        stack = scratch_engine(settings)
        scratch = await stack.__aenter__()
    try:
        member_id = await scratch.new_member("chat")
        for number, text in enumerate(messages or iter(_typed, "")):
            if messages:
                SCREEN.print(f"[bold]会员[/] {text}", markup=True)
            turn = await scratch.engine.turn(member_id, text, f"chat-{number}")
            if explain:
                SCREEN.print(explained(turn.understanding), style="dim", markup=False)
            SCREEN.print("[bold]工会[/] ", end="")
            SCREEN.print(readable(turn.reply), markup=False)
    finally:
        await stack.__aexit__(None, None, None)


def explained(understood: Understanding) -> str:
    """Intent, entities, actions, programs and slots of one turn, a line each."""
    entities = ", ".join(f"{found['entity']}={found['value']}" for found in understood.entities)
    slots = {name: value for name, value in understood.slots.items() if value not in (None, [], {})}
    rows = {
        "intent": f"{understood.intent} ({understood.confidence:.2f})",
        "entities": entities,
        "actions": " → ".join(understood.actions),
        "outcome": understood.outcome,
        "attribute": understood.attribute or "",
        "programs": ", ".join(understood.programs),
        "slots": json.dumps(slots, ensure_ascii=False) if slots else "",
    }
    return "\n".join(f"  {name:<10}{value}" for name, value in rows.items() if value)


def _typed() -> str:
    try:
        return SCREEN.input("[bold]会员[/] ").strip()
    except EOFError:
        return ""
