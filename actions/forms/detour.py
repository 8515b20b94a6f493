"""A detour: a form meets “needs binding”, waits with all it has asked, and goes on there once the member is bound."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.forms.submit import end_of_form, leave_form
from actions.turn import Turn

PAUSED = "paused_form"  # slot: {"form": name, "slots": {slot: value}}
BIND_FORM = "bind_form"


def begin_binding(turn: Turn, form: str | None = None) -> list[EventType]:
    """Events that put the running form aside and begin the binding; the caller has said why it is needed.

    To be returned by an action of the form, one that asks or submits. `form`: the one to go on with, where it is not
    running (any more) but its slots are still filled; without a form the binding just ends when it is done.
    """
    name = form or turn.form
    left = {slot: turn.slot(slot) for slot in _slots_of_forms(turn)}
    paused: dict[str, Any] | None = {"form": name, "slots": left} if name else None
    return [
        *leave_form(),
        *(SlotSet(slot, None) for slot in left),
        SlotSet(PAUSED, paused),
        FollowupAction(BIND_FORM),
    ]


def go_on(turn: Turn) -> list[EventType]:
    """Events that end the binding, and begin the form that was put aside where it was."""
    paused = turn.slot(PAUSED)
    if not paused:
        return end_of_form(turn)
    return [
        *end_of_form(turn),
        *(SlotSet(slot, value) for slot, value in paused["slots"].items()),
        FollowupAction(paused["form"]),
    ]


def _slots_of_forms(turn: Turn) -> list[str]:
    """Filled slots that `end_of_form` would empty."""
    emptied = [event["name"] for event in end_of_form(turn) if event["event"] == "slot"]
    return [slot for slot in dict.fromkeys(emptied) if slot != "requested_slot"]
