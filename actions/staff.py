"""Handing over to people: when asked for, and at once when somebody is in danger."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.base import LEAVING, MemberAction
from actions.staff_message import keep_message, offer_message, take_back
from actions.telling import say_with_hotlines
from actions.turn import Turn
from union.handoff import service as handoff
from union.handoff import topics
from union.handoff.attendance import absence
from union.handoff.rules import wants_message_back, wants_staff
from union.handoff.service import Closed, Queued

WAITS = FollowupAction("action_listen")  # a running form puts no question below what is said here


async def queue_urgent(turn: Turn, topic: str) -> bool:
    """Put the conversation first into the queue, at any hour; whether somebody of staff is there now."""

    async def work(session: Any) -> bool:
        await handoff.request_handoff(session, turn.member_id, topic, turn.now, urgent=True)
        return await absence(session, turn.now, limits=turn.services.limits) is None

    is_staffed = await turn.services.database.transact(work)
    await turn.services.bus.publish("conversations", member=turn.member_id)
    turn.report("handoff")
    return is_staffed


async def call_staff(turn: Turn, topic: str, response: str) -> None:
    """Queue it as urgent and say so with the hotlines; honestly, where nobody is there to see it."""
    is_staffed = await queue_urgent(turn, topic)
    say_with_hotlines(turn, response)
    if not is_staffed:
        turn.say("utter_staff_away_urgent")


def _topic(turn: Turn) -> str:
    """What it is about, as far as the message or the running form tells."""
    return turn.entity("topic") or turn.slot("topic") or turn.entity("event_kind") or topics.ASKED


class RequestStaff(MemberAction):
    """转人工: into the queue; the running form waits where it is. Where nobody is there: a message for later."""

    called = "action_request_staff"
    resumes = False
    takes_message = True

    async def act(self, turn: Turn) -> list[EventType]:
        if (about := turn.slot(LEAVING)) and not wants_staff(turn.text):
            return await keep_message(turn, about)
        topic = _topic(turn)

        async def work(session: Any) -> Queued | Closed:
            limits = turn.services.limits
            return await handoff.ask_for_staff(session, turn.member_id, topic, turn.now, limits=limits)

        asked = await turn.services.database.transact(work)
        turn.report("handoff")
        if isinstance(asked, Closed):
            offer_message(turn, asked)
            return [SlotSet(LEAVING, topic), WAITS]
        await turn.services.bus.publish("conversations", member=turn.member_id)
        turn.say("utter_staff_queued" if asked.ahead else "utter_staff_next", ahead=asked.ahead)
        return [SlotSet(LEAVING, None), WAITS]


class NoStaffHere(MemberAction):
    """退出人工, though nobody of staff is there; no message for them; the one that was left taken back."""

    called = "action_no_staff_here"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("chitchat")
        if wants_message_back(turn.text):
            await take_back(turn)
        else:
            turn.say("utter_message_not_left" if turn.slot(LEAVING) else "utter_no_staff_here")
        return []


class Urgent(MemberAction):
    """Group disputes and emergencies: first in the queue."""

    called = "action_urgent"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        await call_staff(turn, topics.URGENT, "utter_urgent")
        return [WAITS]


class Crisis(MemberAction):
    """Somebody may hurt themselves or others: care first, and people at once."""

    called = "action_crisis"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        await call_staff(turn, topics.CRISIS, "utter_crisis")
        return [WAITS]
