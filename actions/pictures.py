"""A picture that nobody asked for: what becomes of it, and what it may be good for."""

from rasa_sdk.events import EventType, SlotSet

from actions.forms.pictures import sent_picture
from actions.forms.question import Invalid
from actions.turn import Turn


async def picture_came(turn: Turn) -> list[EventType]:
    """Say whether it is here, for how long it stays, and what can be done with it."""
    turn.report("task")
    sent = await sent_picture(turn)
    if isinstance(sent, Invalid):
        turn.say(sent.response)
    elif turn.form:
        turn.say("utter_picture_not_needed_now")
    else:
        turn.say("utter_picture_kept")
    return [SlotSet("misses", None)]
