"""Handing over to people: when asked for, and at once when somebody is in danger."""

from typing import Any

from rasa_sdk.events import EventType, FollowupAction

from actions.base import MemberAction
from actions.telling import say_with_hotlines
from actions.turn import Turn
from union.handoff import service as handoff
from union.handoff import topics
from union.handoff.service import Queued

WAITS = FollowupAction("action_listen")  # a running form puts no question below what is said here


async def queue_for_staff(turn: Turn, topic: str, *, urgent: bool) -> Queued:
    """Put the conversation into the queue; the same case when it is there already."""

    async def work(session: Any) -> Queued:
        return await handoff.request_handoff(session, turn.member_id, topic, turn.now, urgent=urgent)

    queued = await turn.services.database.transact(work)
    await turn.services.bus.publish("conversations", member=turn.member_id)
    turn.report("handoff")
    return queued


def _topic(turn: Turn) -> str:
    """What it is about, as far as the message or the running form tells."""
    return turn.entity("topic") or turn.slot("topic") or turn.entity("event_kind") or topics.ASKED


class RequestStaff(MemberAction):
    """转人工: into the queue; the running form waits where it is."""

    called = "action_request_staff"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        queued = await queue_for_staff(turn, _topic(turn), urgent=False)
        turn.say("utter_staff_queued" if queued.ahead else "utter_staff_next", ahead=queued.ahead)
        return [WAITS]


class NoStaffHere(MemberAction):
    """退出人工, though nobody of staff is there."""

    called = "action_no_staff_here"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_no_staff_here")
        turn.report("chitchat")
        return []


class Urgent(MemberAction):
    """Group disputes and emergencies: first in the queue."""

    called = "action_urgent"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        await queue_for_staff(turn, topics.URGENT, urgent=True)
        say_with_hotlines(turn, "utter_urgent")
        return [WAITS]


class Crisis(MemberAction):
    """Somebody may hurt themselves or others: care first, and people at once."""

    called = "action_crisis"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        await queue_for_staff(turn, topics.CRISIS, urgent=True)
        say_with_hotlines(turn, "utter_crisis")
        return [WAITS]
