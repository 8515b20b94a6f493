"""What the form that changes a booking asks, and how it ends."""

from rasa_sdk.events import EventType, FollowupAction

from actions.base import MemberAction
from actions.cancel_form import lines, numbered
from actions.event_change import (
    BOOKING,
    FORM,
    PERSON,
    TARGET,
    changeable,
    chosen_booking,
    targets,
    wants_other_number,
)
from actions.event_person import ASKS, FACTS, choices_for, needed, person_of
from actions.event_refusal import refusal
from actions.event_showing import Shown, event_choices, time_choice
from actions.event_slots import chosen_event
from actions.forms.submit import SubmitForm, leave_form
from actions.legal_slots import CHANGE_FORM as TALKS
from actions.legal_talks import my_talks
from actions.offers import offer
from actions.ticket import report_tickets
from actions.turn import Turn
from union.events import service as events


class AskChangedBooking(MemberAction):
    """Which of them; where there is none, says so and ends the form."""

    called = f"action_ask_{FORM}_{BOOKING}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        mine = await changeable(turn)
        if not mine and await my_talks(turn):
            return [*leave_form(), FollowupAction(TALKS)]  # 改期, of a member who has only a talk booked
        if not mine:
            turn.say("utter_nothing_to_change")
            return leave_form()
        labels = [(one.event.title, one.event.when) for one in mine]
        turn.say("utter_which_change", numbered(len(mine)), lines=lines(labels))
        return []


class AskTarget(MemberAction):
    """The other sessions; where there are none, what else there is of the kind."""

    called = f"action_ask_{FORM}_{TARGET}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        one = await chosen_booking(turn)
        open_now = await targets(turn, one) if one else []
        if one is None:
            turn.say("utter_nothing_to_change")
            return leave_form()
        if wants_other_number(turn):
            turn.say("utter_change_places", title=one.event.title, places=one.booking.places)
            return leave_form()
        if not open_now:
            return await self._elsewhere(turn, one)
        choices = [time_choice(session, turn.now) for session in open_now]
        choices = [choice.model_copy(update={"send": choice.send.replace("报名", "改到", 1)}) for choice in choices]
        turn.say("utter_which_target", choices, title=one.event.title, when=one.event.when)
        return [offer("events", [session.id for session in open_now])]

    async def _elsewhere(self, turn: Turn, one: events.Mine) -> list[EventType]:
        async with turn.services.database.read() as session:
            others = await events.nearest(session, one.event, turn.now, one.booking.places)
        turn.say("utter_no_other_session", title=one.event.title)
        if others:
            turn.say("utter_event_alternatives", event_choices([Shown((other,)) for other in others], turn.now))
        return [*leave_form(), offer("events", [other.id for other in others])]


class AskChangePerson(MemberAction):
    """The fact that a rule of the other session needs next."""

    called = f"action_ask_{FORM}_{PERSON}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        target = await chosen_event(turn, turn.slot(TARGET))
        fact = await needed(turn, target, turn.slot(FACTS)) if target else None
        if target is None or fact not in ASKS:
            turn.say("utter_event_refused_unknown")
            return leave_form()
        turn.say(ASKS[fact], choices_for(fact, target))
        return []


class AskConfirmChange(MemberAction):
    """From what, to what."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        one, target = await chosen_booking(turn), await chosen_event(turn, turn.slot(TARGET))
        if one is None or target is None:
            turn.say("utter_nothing_to_change")
            return leave_form()
        turn.say("utter_confirm_change", title=target.title, before=one.event.when, when=target.when,
                 place=target.place, places=one.booking.places)  # fmt: skip
        return []


class SubmitChange(SubmitForm):
    """Moves it, or says which rule stood in the way; then it stays as it was."""

    called = f"action_submit_{FORM}"
    declined = "utter_kept_booking"

    async def submit(self, turn: Turn) -> list[EventType]:
        services, key = self.services, f"change:{turn.key}"
        booking_id, target = turn.slot(BOOKING), turn.slot(TARGET)
        person = await person_of(turn, await chosen_event(turn, target), turn.slot(FACTS))
        outcome = await services.database.transact(
            lambda session: events.change(
                session, services.notices, turn.member_id, booking_id, target, key=key, now=turn.now, person=person
            )
        )
        if isinstance(outcome, events.Changed):
            event, booking = outcome.event, outcome.booking
            turn.say("utter_booking_changed", title=event.title, when=event.when, place=event.place, code=booking.code)
            report_tickets(turn, [events.Mine(booking, event)])
            return []
        said = await refusal(turn, outcome, await chosen_event(turn, target))
        turn.say(said.response, (), **said.variables)
        turn.say("utter_change_refused")
        return []
