"""The base of all forms: reading, going back, correcting; a form declares its questions only.

Rasa runs a form so: the form action calls `validate_<form>`; what that sets is filled; nothing set
means "not meant for me", and the rules answer the message as if no form were running; then the
form asks its question again (actions.base).
"""

from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.base import LEAVING
from actions.forms.consent import CONFIRM, consent_first, refused
from actions.forms.question import Invalid, Narrowed, Question, Value
from actions.services import Services
from actions.turn import Turn
from union.handoff.rules import wants_message_back, wants_to_go_on
from union.privacy.commands import command

__all__ = ["CONFIRM", "TaskForm"]


YES_SLOTS = ("application_resume",)  # whose question is “go on with the draft?”: 接着办 is the answer


def not_for_forms(turn: Turn) -> bool:
    """Whether it is about the handoff: a message for staff, or a word by which the form that stood still goes on."""
    if wants_message_back(turn.text):
        return True
    if wants_to_go_on(turn.text) and turn.asked_slot not in YES_SLOTS:
        return True
    return bool(turn.slot(LEAVING)) and turn.intent in ("handoff.request", "handoff.leave")


class TaskForm(FormValidationAction):
    """Reads each message against the questions of one form.

    Subclasses give `form`, `questions` (in the order they are asked), `purpose` (of union/privacy/purposes.yml, where
    a question is personal) and may override
    `settle`, which fills what follows from the rest (a name already known, the only choice),
    and `asks`, so that stepping back passes over what is never asked.
    """

    form: ClassVar[str]
    questions: ClassVar[tuple[Question, ...]]
    purpose: ClassVar[str] = ""

    def __init__(self, services: Services) -> None:
        self.services = services

    def name(self) -> str:
        return f"validate_{self.form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(self.services, tracker, dispatcher)
        if ended := await refused(turn):
            return ended
        if command(turn.text) or not_for_forms(turn):
            return []  # about one's data, or staff, in so many words: never an answer
        changes = await self._changes(turn)
        consent = await consent_first(turn, self.purpose_of(turn, changes), self.questions, self._put(domain), changes)
        return [*(SlotSet(slot, value) for slot, value in changes.items()), *consent]

    def _put(self, domain: Any) -> list[Question]:
        """The questions that are asked, in their order; the others are only read out of what is told."""
        put = domain["forms"][self.form]["required_slots"]
        return sorted((q for q in self.questions if q.slot in put), key=lambda q: put.index(q.slot))

    def purpose_of(self, turn: Turn, changes: dict[str, Any]) -> str:
        """The purpose of this very talk, where it depends on answers; empty: no consent is needed."""
        return self.purpose

    async def _changes(self, turn: Turn) -> dict[str, Any]:
        """Slots this message sets or empties; none when it was not meant for the form."""
        if turn.intent == "go_back" and turn.asked_slot:
            return await self._step_back(turn)
        if turn.intent == "cancel_task" and turn.asked_slot:
            return {}
        changes = await self._read_all(turn)
        if turn.intent == "correct" or (turn.asked_slot == CONFIRM and not changes):
            changes = self._corrected(turn) | changes
        first = turn.asked_slot is None
        if changes or first:
            filled = {question.slot: turn.slot(question.slot) for question in self.questions} | changes
            changes |= await self.settle(turn, filled)
        return changes

    async def _read_all(self, turn: Turn) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        for question in self.questions:
            asked = question.slot == turn.asked_slot
            reading = await question.read(turn, asked)
            if isinstance(reading, Value):
                changes[question.slot] = reading.value
            elif isinstance(reading, Narrowed):
                changes |= reading.changes | {question.slot: None}
            elif isinstance(reading, Invalid):
                turn.say(reading.response, (), **reading.variables)
                changes |= reading.changes | {question.slot: None}
        return changes

    async def _step_back(self, turn: Turn) -> dict[str, Any]:
        """Empty the question put before the one asked now, and what followed from it, so that it is put again."""
        slots = [question.slot for question in self.questions]
        at = slots.index(turn.asked_slot) if turn.asked_slot in slots else 0
        asked_before = [slot for slot in slots[:at] if await self.asks(turn, slot)]
        first = slots.index(asked_before[-1]) if asked_before else 0
        return dict.fromkeys(slots[first : max(at, 1)])

    def _corrected(self, turn: Turn) -> dict[str, Any]:
        """Empty the questions whose words the member names ("手机号填错了")."""
        return {q.slot: None for q in self.questions if any(word in turn.text for word in q.words)}

    async def asks(self, turn: Turn, slot: str) -> bool:
        """Whether the question is put to this member at all: False where `settle` always answers it."""
        return True

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        """Further slots that follow from the filled ones."""
        return {}
