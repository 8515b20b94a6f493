"""Readers that several forms share. Checks are the union's own rules; here they meet the message."""

from actions.forms.question import Invalid, Reading, Value
from actions.turn import Turn
from union.members.rules import mobile_phone, person_name

# In the middle of a form these mean something else than an answer to a free question.
NOT_AN_ANSWER = frozenset({
    "cancel_task", "go_back", "start_over", "correct", "ask_why", "handoff.request", "crisis", "legal.urgent",
    "ask_bot", "ask_capabilities", "greet", "thank", "complain",
    "events.follow",
})  # fmt: skip


async def read_phone(turn: Turn, asked: bool) -> Reading:
    """A phone number: one the message names, or whatever with digits was typed when it was asked for."""
    typed = turn.text if asked and sum(sign.isdigit() for sign in turn.text) >= 5 else None
    given = turn.entity("phone") or typed
    if given is None:
        return None
    phone = mobile_phone(given)
    return Value(phone) if phone else Invalid("utter_invalid_phone")


async def read_name(turn: Turn, asked: bool) -> Reading:
    """A person's name: one the message names, or the bare text when it was asked for."""
    given = turn.entity("person_name")
    if given is None and asked and turn.intent in ("inform", "nlu_fallback"):
        given = _only_words(turn)
    if given is None or turn.is_picture:
        return None
    name = person_name(given)
    return Value(name) if name else Invalid("utter_invalid_name")


def _only_words(turn: Turn) -> str | None:
    """The message without the phone number in it; None where it is a number, a date or a choice, no name."""
    if any(turn.entity(kind) for kind in ("ordinal", "count", "date", "time")):
        return None
    text = turn.text
    for entity in turn.entities:
        if entity.kind == "phone":
            text = text[: entity.start] + text[entity.end :]
    return text.strip(" ,，。.;；:：")


async def read_yes_or_no(turn: Turn, asked: bool) -> Reading:
    """True or False, only where it was asked for."""
    if not asked or turn.intent not in ("affirm", "deny"):
        return None
    return Value(turn.intent == "affirm")
