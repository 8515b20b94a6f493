"""From what Rasa collected in a turn to our reply and what was understood."""

from typing import Any

from union.conversations.reply import Choice, Link, Picture, Reply, Turn, Understanding

CHITCHAT = {
    "greet", "goodbye", "thank", "praise", "complain", "ask_bot", "ask_capabilities", "out_of_scope",
    "affirm", "deny", "cancel_task", "go_back", "start_over", "correct", "inform", "ask_why", "nlu_fallback",
}  # fmt: skip

# Slots that no transcript, no `ask` and no member of staff gets to see.
UNSHOWN = (
    "matchmaking_", "event_facts", "event_answers", "event_companions", "bind_", "paused_form", "application_answers",
    "topic_places", "voice_", "counsel_",
)  # fmt: skip


def to_turn(parsed: dict[str, Any], messages: list[dict[str, Any]], state: dict[str, Any], actions: list[str]) -> Turn:
    """The turn's result.

    Args:
        parsed: Rasa's parse of the message.
        messages: what the output channel collected: texts, buttons, and actions' reports (`custom`).
        state: the condensed tracker after the turn.
        actions: what was run, in order.
    """
    report: dict[str, Any] = {}
    for message in messages:
        report |= message.get("custom", {})
    pictures = [Picture.model_validate(picture) for picture in report.get("pictures", [])]
    links = [Link.model_validate(link) for link in report.get("links", [])]
    more = {"pictures": pictures, "links": links, "erases": bool(report.get("erases"))}
    reply = _reply(messages).model_copy(update={"private": bool(report.get("private")), **more})
    return Turn(reply=reply, understanding=_understanding(parsed, report | {"actions": actions}, state))


def _reply(messages: list[dict[str, Any]]) -> Reply:
    texts = [message["text"] for message in messages if message.get("text")]
    buttons = [button for message in messages for button in message.get("buttons", [])]
    choices = [Choice(label=button["title"], send=button["payload"]) for button in buttons]
    return Reply(texts=texts, choices=list(dict.fromkeys(choices)))


def _understanding(parsed: dict[str, Any], report: dict[str, Any], state: dict[str, Any]) -> Understanding:
    intent = parsed.get("intent") or {}
    name = intent.get("name") or ""
    default = "chitchat" if name in CHITCHAT and not state.get("form") else "task"
    return Understanding(
        intent=name,
        confidence=round(float(intent.get("confidence") or 0.0), 4),
        entities=[{"entity": e["entity"], "value": str(e["value"])} for e in parsed.get("entities") or []],
        programs=report.get("programs") or parsed.get("programs", []),
        attribute=report.get("attribute"),
        outcome=report.get("outcome", default),
        actions=report["actions"],
        slots={name: value for name, value in state.get("slots", {}).items() if not name.startswith(UNSHOWN)},
    )
