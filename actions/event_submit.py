"""The end of a sign-up: a place, the waitlist, the draw; or which rule stood in the way, and what would work."""

from typing import Any

from rasa_sdk.events import EventType

from actions.event_details import ANSWERS
from actions.event_hold import drop_hold
from actions.event_person import FACTS, person_of
from actions.event_refusal import refusal
from actions.event_showing import Shown, event_choices, waiting_choice
from actions.event_slots import COMPANIONS, FORM, WAIT, chosen_event
from actions.forms.base import CONFIRM
from actions.forms.submit import SubmitForm
from actions.offers import offer
from actions.roster import standing_of
from actions.ticket import report_tickets
from actions.turn import Turn
from union.events import service as events
from union.events.person import Person
from union.events.sign_up import SignedUp
from union.members.service import remember_contact
from union.wording import day_and_time


class SubmitEventSignUp(SubmitForm):
    """Books, or says which rule stood in the way."""

    called = f"action_submit_{FORM}"
    declined = "utter_event_not_booked"

    async def act(self, turn: Turn) -> list[EventType]:
        if not turn.slot(CONFIRM):
            await drop_hold(turn)
        return await super().act(turn)

    async def submit(self, turn: Turn) -> list[EventType]:
        outcome = await self._book(turn)
        if isinstance(outcome, events.Refused):
            return await self._refused(turn, outcome)
        booking, event = outcome.booking, outcome.event
        said: dict[str, Any] = {"title": event.title, "when": event.when, "place": event.place, "code": booking.code}
        if isinstance(outcome, events.Waitlisted):
            turn.say("utter_event_waitlisted", **said, position=outcome.position)
        elif isinstance(outcome, events.Entered):
            await self._entered(turn, outcome)
        else:
            turn.say("utter_event_booked", **said)
            report_tickets(turn, [events.Mine(booking, event)])
        return []

    async def _entered(self, turn: Turn, outcome: events.Entered) -> None:
        """With what the member needs to find the entry in the published list."""
        async with self.services.database.read() as session:
            proof = await events.my_entry(session, turn.member_id, outcome.booking.id)
        turn.say(
            "utter_event_entered",
            title=outcome.event.title,
            until=day_and_time(outcome.event.sign_up_closes),
            code=outcome.booking.code,
            hash=proof.hash if proof else "",
            salt=proof.salt if proof else "",
        )

    async def _book(self, turn: Turn) -> SignedUp | events.Refused:
        services, name, phone = self.services, turn.slot("person_name"), turn.slot("phone")
        person = await _person(turn)

        async def work(session: Any) -> SignedUp | events.Refused:
            outcome = await events.sign_up(
                session,
                services.notices,
                turn.member_id,
                turn.slot("event"),
                places=int(turn.slot("places")),
                name=name,
                phone=phone,
                key=f"sign_up:{turn.key}",
                now=turn.now,
                person=person,
                answers=turn.slot(ANSWERS) or {},
                companions=turn.slot(COMPANIONS) or [],
                wait=bool(turn.slot(WAIT)),
            )
            await remember_contact(session, turn.member_id, name, phone)
            return outcome

        # Most of a rush only reads that it is full: then no writer waits for it.
        return await services.database.transact(work, late=True)

    async def _refused(self, turn: Turn, refused: events.Refused) -> list[EventType]:
        """Which rule stood in the way, and the nearest thing that would work."""
        await drop_hold(turn)
        person, places = await _person(turn), int(turn.slot("places"))
        async with self.services.database.read() as session:
            event = await events.get(session, turn.slot("event"))
            others = await events.nearest(session, event, turn.now, places, person) if event else []
        said = await refusal(turn, refused, event)
        turn.say(said.response, (), **said.variables)
        waiting = [waiting_choice(event)] if event and refused.may_wait else []
        if refused.reason in ("already", "waiting", "barred") or not (others or waiting):
            return []
        turn.say("utter_event_alternatives", [*event_choices([Shown((o,)) for o in others], turn.now), *waiting])
        return [offer("events", [other.id for other in others])]


async def _person(turn: Turn) -> Person:
    """For who is on no roster the event need not be read."""
    event = await chosen_event(turn, turn.slot("event")) if await standing_of(turn) else None
    return await person_of(turn, event, turn.slot(FACTS))
