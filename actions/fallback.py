"""When a message was not understood, or what it asks for cannot be done here yet."""

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.base import MemberAction
from actions.event_slots import FORM as EVENT_FORM
from actions.knowledge import answer_question, follow_up, nearest_topics
from actions.offers import offered, picked
from actions.pictures import picture_came
from actions.turn import Turn

STAFF_OFFERED_AT = 2  # misunderstandings in a row


class NotUnderstood(MemberAction):
    """First tries the facts, then says so; the second time in a row staff are offered."""

    called = "action_not_understood"
    misses = True

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.form and (found := follow_up(turn) or answer_question(turn, only_if_sure=True)):
            return [*found, SlotSet("misses", None)]
        first = "utter_ask_again_in_form" if turn.form else "utter_not_understood"
        turn.report("not_found", programs=nearest_topics(turn))
        return _count(turn, first)


class OutOfScope(MemberAction):
    """Something that has nothing to do with a union, or that looks so."""

    called = "action_out_of_scope"
    misses = True

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("chitchat", programs=nearest_topics(turn))
        return _count(turn, "utter_out_of_scope")


def _count(turn: Turn, first: str) -> list[EventType]:
    """Say `first` the first time, and offer staff from the second time in a row on."""
    misses = (turn.slot("misses") or 0) + 1
    turn.say("utter_not_understood_again" if misses >= STAFF_OFFERED_AT else first)
    return [SlotSet("misses", misses)]


class PickOffered(MemberAction):
    """A bare piece of information no form asked for: the number of something offered, a place to look at, a picture."""

    called = "action_pick_offered"
    misses = True

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.is_picture:
            return await picture_came(turn)
        if picked(turn, offered(turn, "events")):
            return [FollowupAction(EVENT_FORM)]  # the form reads the number itself
        found = follow_up(turn) or answer_question(turn, only_if_sure=True)
        if found is not None:
            return [*found, SlotSet("misses", None)]
        turn.report("not_found", programs=nearest_topics(turn))
        return _count(turn, "utter_information_alone")
