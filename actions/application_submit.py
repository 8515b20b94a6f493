"""Handing an application in."""

from typing import Any

from rasa_sdk.events import EventType

from actions.application_refusal import say_refused
from actions.application_slots import FORM, ROUND, round_of, told
from actions.forms.submit import SubmitForm
from actions.turn import Turn
from union.applications import service as applications
from union.applications.kinds import kinds
from union.applications.service import Refused, Submitted
from union.members.service import remember_contact
from union.wording import day_and_time


class SubmitApplication(SubmitForm):
    """Says the number and what comes next, or what stands in the way by now."""

    called = f"action_submit_{FORM}"
    declined = "utter_application_not_submitted"

    async def submit(self, turn: Turn) -> list[EventType]:
        outcome = await self._hand_in(turn)
        if isinstance(outcome, Refused):
            say_refused(turn, outcome, await round_of(turn, turn.slot(ROUND)))
            return []
        await turn.tell_desk()
        one, kind = outcome.application, kinds()[outcome.application.round.kind]
        turn.say("utter_application_submitted", title=one.round.title, number=one.number, decided_by=kind.decided_by)
        if outcome.missing and one.papers_until:
            until = day_and_time(one.papers_until)
            turn.say("utter_application_papers_missing", missing="、".join(outcome.missing), until=until)
        else:
            turn.say("utter_application_next")
        return []

    async def _hand_in(self, turn: Turn) -> Submitted | Refused:
        given, round_id, key = told(turn), turn.slot(ROUND), f"apply:{turn.key}"

        async def work(session: Any) -> Submitted | Refused:
            outcome = await applications.submit(
                session, self.services.notices, turn.member_id, round_id, given, key=key, now=turn.now
            )
            if isinstance(outcome, Submitted):
                await remember_contact(session, turn.member_id, given.name, given.phone)
            return outcome

        return await self.services.database.transact(work)
