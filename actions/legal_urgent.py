"""A story that must not wait for a talk: many people, or an emergency. Staff have it at once; the intake stays."""

import re
from typing import Any

from actions.legal_slots import FACTS, STORY
from actions.staff import call_staff
from actions.turn import Turn
from union.handoff import topics
from union.legal_aid.intake import Intake, needs_staff_now

# A story of an accident often speaks of the hospital: it is an emergency only while it happens.
_NOW = re.compile(r"现在|正在|刚才|刚刚|今天|今晚|今早|马上|还在(?:抢救|昏迷|医院|里面)|救命|快来")


def needs_staff(turn: Turn, filled: dict[str, Any]) -> bool:
    """Whether what is told so far must go to people now."""
    if turn.intent == "legal.urgent" and turn.asked_slot == STORY and filled.get(STORY):
        return True
    facts, story = filled.get(FACTS) or {}, filled.get(STORY) or ""
    reason = needs_staff_now(Intake(story=story, people=facts.get("people")))
    return reason == "group" or (reason == "emergency" and _NOW.search(story) is not None)


async def hand_over(turn: Turn) -> None:
    """Queue the case as urgent, and say so."""
    await call_staff(turn, topics.URGENT, "utter_urgent")
    turn.say("utter_urgent_intake_kept")
