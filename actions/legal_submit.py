"""The end of the forms of talks: booked, or on with the question whose answer could not be had. Nothing is lost."""

from datetime import datetime
from typing import Any, ClassVar

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.forms.base import CONFIRM
from actions.forms.submit import SubmitForm, end_of_form
from actions.legal_slots import (
    COUNSEL_FORM,
    FORM,
    SERVICE,
    STORY,
    WAY,
    WINDOW,
    WISH,
    WORDS,
    area_of,
    facts_of,
    goes_on,
    papers_of,
)
from actions.legal_topics import topics
from actions.slot_choice import SlotWish
from actions.story_dates import Since
from actions.turn import Turn
from base.clock import to_shanghai
from union.attachments.service import attach
from union.conversations.reply import Choice
from union.legal_aid import service as legal_aid
from union.legal_aid.intake import Intake
from union.legal_aid.models import Appointment
from union.legal_aid.services import TOPIC_OF
from union.legal_aid.telling import subject
from union.members.service import remember_contact
from union.wording import period

# The question that a refusal puts again.
ASKS_AGAIN = {
    "bad_topic": "topic",
    "bad_description": STORY,
    "too_long": STORY,
    "bad_name": "person_name",
    "bad_phone": "phone",
}
BOOKED = {
    "legal": "utter_legal_booked",
    "mediation": "utter_mediation_booked",
    "counselling": "utter_counsel_booked",
}

_MINE, _SOONER = Choice(label="我的预约", send="我约了几点的律师"), Choice(label="想早一点", send="律师预约能不能早点")
BOOKED_CHOICES = {
    "legal": [_MINE, _SOONER],
    "mediation": [Choice(label="我的预约", send="我的调解预约")],
    "counselling": [Choice(label="我的预约", send="我的心理咨询预约")],
}


class SubmitLegal(SubmitForm):
    """Books; where that is refused, the form goes on with everything else as it was."""

    called: ClassVar[str] = f"action_submit_{FORM}"
    declined = "utter_legal_not_booked"
    form: ClassVar[str] = FORM

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.slot(CONFIRM):
            return await super().act(turn)
        turn.report("task")
        outcome = await turn.services.database.transact(lambda session: self._book(session, turn))
        if isinstance(outcome, legal_aid.Refused):
            return self._goes_on(turn, outcome)
        self._say_booked(turn, outcome.appointment)
        return end_of_form(turn)

    def service(self, turn: Turn) -> str:
        """What is booked; the form is over by now."""
        return "mediation" if turn.slot(SERVICE) == "mediation" else "legal"

    async def _book(self, session: AsyncSession, turn: Turn) -> legal_aid.BookedSlot | legal_aid.Refused:
        name, phone, service = turn.slot("person_name"), turn.slot("phone"), self.service(turn)
        area = area_of(turn)
        await remember_contact(session, turn.member_id, name, phone)
        outcome = await legal_aid.book(
            session,
            turn.services.notices,
            turn.member_id,
            datetime.fromisoformat(turn.slot("slot")),
            topic=turn.slot("topic") or TOPIC_OF[service],
            description=turn.slot(STORY) or turn.slot(WORDS) or "",
            name=name,
            phone=phone,
            key=f"legal:{turn.key}",
            now=turn.now,
            service=service,
            way=turn.slot(WAY),
            window_id=turn.slot(WINDOW),
            district=area.get("district", ""),
            town=area.get("town", ""),
            intake=_intake(turn),
        )
        if isinstance(outcome, legal_aid.BookedSlot) and (papers := papers_of(turn)):
            await attach(session, turn.member_id, papers, subject(outcome.appointment.id))
        return outcome

    def _goes_on(self, turn: Turn, refused: legal_aid.Refused) -> list[EventType]:
        """Say why, and put the one question again whose answer could not be had."""
        slot = ASKS_AGAIN.get(refused.reason, "slot")
        turn.say(f"utter_legal_refused_{refused.reason}", detail=refused.detail)
        emptied: dict[str, Any] = {slot: None, CONFIRM: None}
        if slot == "slot" and refused.nearest:
            near = tuple(to_shanghai(one.starts_at).isoformat() for one in refused.nearest)
            emptied[WISH] = SlotWish(among=near).as_slot()
        if refused.reason == "no_such_way":
            emptied[WAY] = None
        return goes_on(turn, self.form, **emptied)

    def _say_booked(self, turn: Turn, booked: Appointment) -> None:
        service = self.service(turn)
        papers = topics()[booked.topic].papers if booked.topic in topics() else ""
        turn.say(
            BOOKED[service],
            BOOKED_CHOICES[service],
            when=period(booked.starts_at, booked.ends_at),
            who=booked.lawyer.name,
            place=booked.where,
            code=booked.code,
            papers=papers,
        )


class SubmitCounsel(SubmitLegal):
    """The same for a counsellor; what is said about it staff do not read."""

    called = f"action_submit_{COUNSEL_FORM}"
    declined = "utter_legal_not_booked"
    form = COUNSEL_FORM

    async def act(self, turn: Turn) -> list[EventType]:
        events = await super().act(turn)
        turn.report("task", private=True)
        return events

    def service(self, turn: Turn) -> str:
        return "counselling"


def _intake(turn: Turn) -> Intake:
    """What was told beside the story."""
    facts = facts_of(turn)
    since = Since.of(facts["since"]).in_words() if facts.get("since") else ""
    return Intake(
        since=since, sum_yuan=facts.get("sum"), people=facts.get("people"), employer=facts.get("employer") or ""
    )
