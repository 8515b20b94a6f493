"""The two ends of the matchmaking form: the first question after the consent, and the summary with what follows."""

from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.forms.submit import SubmitForm, leave_form
from actions.matchmaking_form import FORM
from actions.matchmaking_slots import CONSENT, KEPT, draft_from, slot_of, summary
from actions.turn import Turn
from union.matchmaking import service as matchmaking
from union.matchmaking.fields import FIELDS
from union.members.service import remember_contact


class AskGender(MemberAction):
    """The first question, with the offer to tell everything in one sentence; or the end, without consent."""

    called = f"action_ask_{FORM}_{slot_of('gender')}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot(CONSENT) is False:
            turn.say("utter_matchmaking_no_consent")
            return leave_form()
        turn.say("utter_matchmaking_begin")
        return []


class AskConfirmMatchmaking(MemberAction):
    """The summary, before anything is kept."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.slot(CONSENT) is False:
            turn.say("utter_matchmaking_no_consent")
            return leave_form()
        turn.report("task", private=True)
        turn.say("utter_matchmaking_confirm", lines=summary(draft_from(turn)))
        return []


class SubmitMatchmaking(SubmitForm):
    """Keeps the profile."""

    called = f"action_submit_{FORM}"
    declined = "utter_matchmaking_not_submitted"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task", private=False)  # how it ended holds nothing of the profile
        return await super().act(turn)

    async def submit(self, turn: Turn) -> list[EventType]:
        draft, consent = draft_from(turn), turn.slot(CONSENT)
        consented_at = None if consent == KEPT else datetime.fromisoformat(consent)

        async def work(session: Any) -> matchmaking.Saved | matchmaking.Refused:
            await remember_contact(session, turn.member_id, draft.name, draft.phone)
            key = f"matchmaking:{turn.key}"
            return await matchmaking.save_profile(
                session, turn.member_id, draft, consented_at=consented_at, key=key, now=turn.now
            )

        outcome = await self.services.database.transact(work)
        if isinstance(outcome, matchmaking.Saved):
            turn.say("utter_matchmaking_changed" if outcome.changed else "utter_matchmaking_submitted")
        else:
            label = FIELDS[outcome.detail].label if outcome.detail in FIELDS else ""
            turn.say(f"utter_matchmaking_refused_{outcome.reason}", label=label)
        return []
