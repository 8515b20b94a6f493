"""The end of a form: what its last yes or no leads to, and how it is left without one."""

from typing import ClassVar

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.base import MemberAction
from actions.forms.base import CONFIRM
from actions.turn import Turn

# What was talked about outlives a form; everything a form has asked goes when it ends.
KEPT_SLOTS = frozenset({"offered", "misses"})
KEPT_PREFIX = "topic_"


class SubmitForm(MemberAction):
    """Does what the form was for, once the member has said yes.

    Subclasses give `declined`, the response to a no, and `submit`.
    """

    resumes = False
    declined: ClassVar[str]

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        if turn.slot(CONFIRM):
            return [*end_of_form(turn), *await self.submit(turn)]
        if turn.slot(CONFIRM) is False:
            turn.say(self.declined)
        return end_of_form(turn)  # None: a question of the form has ended it already

    async def submit(self, turn: Turn) -> list[EventType]:
        """Do it and say how it went; returns events beyond the end of the form."""
        raise NotImplementedError


def leave_form() -> list[EventType]:
    """Events of a question that finds nothing to ask for: the form ends without its last question."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)]


def end_of_form(turn: Turn) -> list[EventType]:
    """Events that end the running form and empty its slots."""
    filled = (slot for slot in turn.filled_slots() if slot not in KEPT_SLOTS and not slot.startswith(KEPT_PREFIX))
    return [*leave_form(), *(SlotSet(slot, None) for slot in filled)]
