"""The dialogue state between two turns, kept in SQL.

Rasa replays every event of a conversation to rebuild its state. Our rules look at nothing but the
running form and the slots, so a finished turn is stored as just these: turns cost the same on the
first day of a conversation and on its thousandth (docs/adr/0003-engine.md).
"""

import json
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

State = dict[str, Any]


class TurnTrackers(TrackerStore):
    """Hands Rasa the tracker of the turn at hand and takes it back; `Engine` reads and writes the row."""

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain)
        self._states: dict[str, State] = {}

    def begin(self, member_id: str, state: State) -> None:
        """Put the stored state in place before the turn."""
        self._states[member_id] = state

    def end(self, member_id: str) -> State:
        """The state after the turn."""
        return self._states.pop(member_id, {})

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        return restore(sender_id, self._states.get(sender_id, {}), self.domain)

    async def save(self, tracker: DialogueStateTracker) -> None:
        self._states[tracker.sender_id] = condense(tracker)


def condense(tracker: DialogueStateTracker) -> State:
    """What must survive a turn: the slots that differ from their start, and the running form."""
    slots = {slot.name: slot.value for slot in tracker.slots.values() if slot.value != slot.initial_value}
    return {"slots": slots, "form": tracker.active_loop_name}


def restore(member_id: str, state: State, domain: Domain) -> DialogueStateTracker:
    """A tracker that stands where the condensed one stood: listening."""
    known = {slot.name for slot in domain.slots}
    events: list[Any] = [SlotSet(name, value) for name, value in state.get("slots", {}).items() if name in known]
    if state.get("form") in domain.form_names:  # a form may be gone after an update
        events.append(ActiveLoop(state["form"]))
    events.append(ActionExecuted("action_listen"))
    return DialogueStateTracker.from_events(member_id, events, domain.slots, domain=domain)


def to_bytes(state: State) -> bytes:
    return json.dumps(state, ensure_ascii=False).encode()


def from_bytes(stored: bytes) -> State:
    state: State = json.loads(stored)
    return state
