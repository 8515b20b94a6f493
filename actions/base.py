"""The base of all actions."""

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from actions.turn import Turn

LEAVING = "leaving_message"  # slot: what the message is about that the member was asked to leave for staff


class MemberAction(Action):
    """One thing the bot does. Subclasses give `called` (its name in the domain) and `act`.

    An action in the middle of a form answers, and the form then asks its question again:
    `resumes` is False only for actions that end the form themselves. `misses` is True where the
    message was not understood: such messages in a row are counted, and staff offered. `takes_message` is True where
    the message may be one for staff who are not there; any other action ends the waiting for it.
    """

    called: ClassVar[str]
    resumes: ClassVar[bool] = True
    misses: ClassVar[bool] = False
    takes_message: ClassVar[bool] = False

    def __init__(self, services: Services) -> None:
        self.services = services

    def name(self) -> str:
        return self.called

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(self.services, tracker, dispatcher)
        events = await self.act(turn)
        if turn.slot("misses") and not self.misses:
            events.append(SlotSet("misses", None))
        if turn.slot(LEAVING) and not self.takes_message:
            events.append(SlotSet(LEAVING, None))
        if self.resumes and turn.form:
            events.append(FollowupAction(turn.form))
        return events

    async def act(self, turn: Turn) -> list[EventType]:
        """Answer; returns the events that change the dialogue's state."""
        raise NotImplementedError
