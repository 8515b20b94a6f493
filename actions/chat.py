"""Smalltalk, and the words that steer a dialogue when no form is there to take them."""

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.application_slots import keeps_draft
from actions.base import MemberAction
from actions.bind import new_phone
from actions.event_hold import drop_hold
from actions.forms.submit import end_of_form
from actions.legal_slots import COUNSEL_FORM, FORM
from actions.phone_form import FORM as PHONE_FORM
from actions.roster import standing_of
from actions.turn import Turn
from union.handoff.rules import wants_to_go_on


class Chat(MemberAction):
    """Greetings, thanks, complaints and the like: each intent has its response."""

    called = "action_chat"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say(f"utter_{turn.intent}")
        turn.report("chitchat")
        return []


class Idle(MemberAction):
    """Yes, no, back, corrections: outside a form there is nothing they could mean."""

    called = "action_idle"

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.form and turn.intent == "correct" and new_phone(turn.text) and await standing_of(turn):
            return [FollowupAction(PHONE_FORM)]  # 换手机号: of who is bound
        if turn.form and wants_to_go_on(turn.text):
            turn.report("task")
            return []  # the form puts its question again
        turn.say("utter_ask_again_in_form" if turn.form else "utter_idle")
        turn.report("task" if turn.form else "chitchat")
        return []


class CancelTask(MemberAction):
    """算了: gives up the running form."""

    called = "action_cancel_task"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        kept = await keeps_draft(turn)
        turn.say("utter_application_left" if kept else "utter_task_cancelled" if turn.form else "utter_nothing_running")
        turn.report("task" if turn.form else "chitchat")
        await drop_hold(turn)
        return end_of_form(turn)


class StartOver(MemberAction):
    """重新开始: forgets the running form and what was talked about."""

    called = "action_start_over"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        await drop_hold(turn)
        turn.say("utter_started_over")
        turn.report("chitchat")
        return [ActiveLoop(None), *(SlotSet(slot, None) for slot in turn.filled_slots())]


# Why each question of a talk is put.
TALK_FORMS = frozenset({FORM, COUNSEL_FORM})
WHY_TALK = {
    "topic": "utter_why_topic",
    "description": "utter_why_story",
    "slot": "utter_why_time",
    "person_name": "utter_why_contact",
    "phone": "utter_why_contact",
    "confirm": "utter_why_confirm",
}


def _why(turn: Turn) -> str:
    return "utter_why_form" if turn.form else "utter_why"


class AskWhy(MemberAction):
    """为什么要填: says what the data of a form is for."""

    called = "action_ask_why"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say(WHY_TALK.get(turn.asked_slot or "", "utter_why_form") if turn.form in TALK_FORMS else _why(turn))
        turn.report("task" if turn.form else "chitchat")
        return []
