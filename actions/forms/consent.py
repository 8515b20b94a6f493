"""Consent in forms: what personal data is for is said before it is asked, without a turn of its own where it may be.

An ordinary purpose: a short notice stands before the first personal question, or before the summary of a member who
told everything at once; whoever goes on agrees. A sensitive one is a question of its own, and only a yes will do.
"""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.base import MemberAction
from actions.forms.question import Question
from actions.turn import Turn
from union.conversations.reply import Choice
from union.privacy.consents import How, has_consented, record_consent, withdraw_consent
from union.privacy.purposes import PURPOSES, Purpose

# Slot: purpose, version and how far it came: told (the notice was shown), asked (a yes is waited for), given.
CONSENT = "consent"
CONFIRM = "confirm"
_NO = re.compile(r"(?:我|还是|先|那|就)*(?:不同意|不授权|不接受|拒绝)(?:了|吧|啊|的)*")
_YES = re.compile(r"(?:我|好的?|可以|嗯|，)*同意(?!不)")


async def refused(turn: Turn) -> list[EventType]:
    """不同意, in a form that asked for consent: the form ends, and nothing is kept. Empty for any other message."""
    standing = turn.slot(CONSENT)
    if not standing or not _says_no(turn):
        return []
    if standing["state"] == "given":
        key = standing["purpose"]
        await turn.services.database.transact(lambda s: withdraw_consent(s, turn.member_id, key, turn.now))
    turn.say("utter_consent_refused", task=PURPOSES[standing["purpose"]].task)
    # A slot of ours among them: by the requested slot alone Rasa would take the message for not meant for the form.
    return [SlotSet(CONSENT, None), ActiveLoop(None), SlotSet("requested_slot", None)]


async def consent_first(
    turn: Turn, purpose_key: str, questions: Sequence[Question], put: Sequence[Question], changes: dict[str, Any]
) -> list[EventType]:
    """Say or ask what the next question needs, and record what this message agreed to.

    `put`: those of the questions that are asked, in their order. `changes`: the slots this message fills, before they
    are in the tracker.
    """
    if not purpose_key:
        return []
    purpose, standing = PURPOSES[purpose_key], turn.slot(CONSENT) or {}
    state = standing.get("state") if standing.get("purpose") == purpose_key else None
    if state == "told":
        return await _given(turn, purpose, "continued") if _goes_on(questions, changes) else []
    if state == "asked":
        is_yes = turn.asked_slot == CONSENT and _says_yes(turn)
        return await _given(turn, purpose, "said_yes") if is_yes else _ask()
    filled = {question.slot: changes.get(question.slot, turn.slot(question.slot)) for question in questions}
    if state == "given" or not _is_due(purpose, questions, put, filled):
        return []
    async with turn.services.database.read() as session:
        if await has_consented(session, turn.member_id, purpose):
            return [_mark(purpose, "given")]
    if purpose.sensitive:
        return [_mark(purpose, "asked"), *_ask()]
    turn.say("utter_consent_notice", (), **purpose.words)
    return [_mark(purpose, "told")]


class AskConsent(MemberAction):
    """The question of a sensitive purpose, with all there is to know."""

    called = f"action_ask_{CONSENT}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        purpose = PURPOSES[turn.slot(CONSENT)["purpose"]]
        choices = [Choice(label="同意", send="同意"), Choice(label="不同意", send="不同意")]
        turn.say("utter_consent_question", choices, **purpose.words)
        return []


def _is_due(purpose: Purpose, questions: Sequence[Question], put: Sequence[Question], filled: dict[str, Any]) -> bool:
    """Whether what is asked next is personal, or is the summary (sensitive: anything) after something personal."""
    following = next((question for question in put if filled[question.slot] is None), None)
    told = any(question.personal and filled[question.slot] is not None for question in questions)
    if following is None:
        return False
    return following.personal or (told and (purpose.sensitive or following.slot == CONFIRM))


def _goes_on(questions: Sequence[Question], changes: dict[str, Any]) -> bool:
    told = any(question.personal and changes.get(question.slot) is not None for question in questions)
    return told or changes.get(CONFIRM) is True


async def _given(turn: Turn, purpose: Purpose, how: How) -> list[EventType]:
    await turn.services.database.transact(lambda s: record_consent(s, turn.member_id, purpose, how, turn.now))
    return [_mark(purpose, "given")]


def _ask() -> list[EventType]:
    """Put the question before whatever the form would ask; no form needs it among its slots."""
    return [SlotSet("requested_slot", CONSENT)]


def _mark(purpose: Purpose, state: str) -> EventType:
    return SlotSet(CONSENT, {"purpose": purpose.key, "version": purpose.version, "state": state})


def _says_no(turn: Turn) -> bool:
    said = turn.text.strip(" 。.!！，,")
    return _NO.fullmatch(said) is not None or (turn.asked_slot == CONSENT and turn.intent == "deny")


def _says_yes(turn: Turn) -> bool:
    return turn.intent == "affirm" or _YES.match(turn.text.strip()) is not None
