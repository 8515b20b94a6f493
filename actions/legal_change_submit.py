"""The end of the form that changes a talk: moved, waiting for an earlier one, or as it was."""

from datetime import datetime

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.forms.base import CONFIRM
from actions.forms.submit import SubmitForm, end_of_form
from actions.legal_change import WAIT, chosen, others
from actions.legal_slots import CHANGE_FORM, WAY, WISH, goes_on
from actions.legal_talks import CHANGED, keep_private
from actions.slot_choice import SlotWish
from actions.turn import Turn
from base.clock import to_shanghai
from union.legal_aid import service as legal_aid
from union.wording import day_and_time, period

CHOOSES_ANEW = frozenset({
    "taken", "no_such_slot", "holiday", "closed", "on_leave", "no_such_way", "busy", "past", "same_slot", "free_now",
})  # fmt: skip


class SubmitTalkChange(SubmitForm):
    """Moves it, waits for an earlier one, or says which rule stood in the way; then it stays as it was."""

    called = f"action_submit_{CHANGE_FORM}"
    declined = "utter_talk_kept"

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.slot(CONFIRM):
            return await super().act(turn)
        turn.report("task")
        lawyer = await self._lawyer(turn)
        outcome = await turn.services.database.transact(lambda session: self._do(session, turn, lawyer))
        if isinstance(outcome, legal_aid.Refused):
            return self._refused(turn, outcome)
        if isinstance(outcome, legal_aid.WaitsForEarlier):
            turn.say("utter_waits_for_earlier", before=day_and_time(outcome.before))
        elif isinstance(outcome, legal_aid.StoppedWaiting):
            turn.say("utter_no_longer_waits")
        else:
            talk = outcome.appointment
            keep_private(turn, [talk])
            when, who = period(talk.starts_at, talk.ends_at), talk.lawyer.name
            turn.say("utter_talk_changed", when=when, who=who, place=talk.where, code=talk.code)
        return end_of_form(turn)

    async def _lawyer(self, turn: Turn) -> str | None:
        """Who sits at the place that was shown, at the time chosen; None: the service finds out."""
        talk, start = await chosen(turn), datetime.fromisoformat(turn.slot("slot"))
        free = await others(turn, talk) if talk and start != talk.starts_at else []
        return next((slot.lawyer_id for slot in free if slot.starts_at == start), None)

    async def _do(
        self, session: AsyncSession, turn: Turn, lawyer: str | None
    ) -> legal_aid.Changed | legal_aid.WaitsForEarlier | legal_aid.StoppedWaiting | legal_aid.Refused:
        talk_id, way = turn.slot(CHANGED), turn.slot(WAY)
        if turn.slot(WAIT) == "stop":
            return await legal_aid.stop_waiting(session, turn.member_id, talk_id)
        if turn.slot(WAIT):
            return await legal_aid.wait_for_earlier(session, turn.member_id, talk_id, now=turn.now, way=way or "")
        return await legal_aid.change(
            session,
            turn.services.notices,
            turn.member_id,
            talk_id,
            datetime.fromisoformat(turn.slot("slot")),
            key=f"legal.change:{turn.key}",
            now=turn.now,
            way=way,
            lawyer_id=lawyer,
        )

    def _refused(self, turn: Turn, refused: legal_aid.Refused) -> list[EventType]:
        """The rule; where another time would do, the form goes on with those that are nearest."""
        turn.say(f"utter_legal_refused_{refused.reason}", detail=refused.detail)
        near = [to_shanghai(slot.starts_at).isoformat() for slot in refused.nearest]
        if not near or refused.reason not in CHOOSES_ANEW:
            turn.say("utter_talk_change_refused")
            return end_of_form(turn)
        emptied = {"slot": None, CONFIRM: None, WAIT: None, WISH: SlotWish(among=tuple(near)).as_slot()}
        return goes_on(turn, CHANGE_FORM, **emptied)
