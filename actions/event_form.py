"""Signing up for an event: questions, summary, and the booking at the end."""

from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.contact import known_contact, still_unknown
from actions.event_choice import MOST_SHOWN, EventFilter, details, event_choices, find_events, named_event
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Invalid, Narrowed, Question, Reading, Value
from actions.forms.readers import read_name, read_phone, read_yes_or_no
from actions.forms.submit import SubmitForm, leave_form
from actions.offers import offer, offered, picked
from actions.turn import Turn
from union.conversations.reply import Choice
from union.events import service as events
from union.events.meeting import Meeting
from union.events.rules import Refused, may_sign_up
from union.events.sign_up import SignedUp
from union.members.service import remember_contact

FORM = "event_sign_up_form"
MOST_DIGITS = 6  # more places than these can say nobody has; Python refuses to read thousands of digits


async def read_event(turn: Turn, asked: bool) -> Reading:
    """The event the message names, picks by number, or leaves as the only one that fits."""
    if turn.slot("event") and not asked and turn.intent != "correct":
        return None
    said = EventFilter.of(turn)
    wanted = EventFilter.from_slot(turn.slot("event_filter")).narrowed(said)
    event = await _meant(turn, wanted, asked)
    if event is None:
        return None if said.is_empty else Narrowed({"event_filter": wanted.as_slot()})
    refused = may_sign_up(event, turn.now, 1, await _standing(turn, event))
    if refused is None:
        return Value(event.id)
    others = EventFilter(kind=event.kind).as_slot()  # what is offered in its place
    return replace(refusal(refused, event), changes={"event_filter": others})


async def _meant(turn: Turn, wanted: EventFilter, asked: bool) -> Meeting | None:
    upcoming = await find_events(turn, EventFilter())
    if event := named_event(turn, upcoming):  # before numbers: titles hold some ("第二批")
        return event
    by_number = picked(turn, offered(turn, "events"))
    if by_number is not None:
        return next((event for event in upcoming if event.id == by_number), None)
    said_something = not EventFilter.of(turn).is_empty
    fitting = await find_events(turn, wanted) if said_something else []
    return fitting[0] if len(fitting) == 1 else None


async def _standing(turn: Turn, event: Meeting) -> str | None:
    """The code of the member's booking of this event, so that "already" is said before anything is asked."""
    async with turn.services.database.read() as session:
        mine = await events.my_bookings(session, turn.member_id, turn.now)
    return next((m.booking.code for m in mine if m.booking.scope == event.scope), None)


async def read_places(turn: Turn, asked: bool) -> Reading:
    """How many places; a bare number only where it was asked for."""
    bare = turn.text.strip(" 个位人张。.")
    given = turn.entity("count") or (bare if asked else "")
    return Value(int(given[:MOST_DIGITS])) if given.isdecimal() else None


class EventSignUpForm(TaskForm):
    """Asks for the event, the number of places where there can be several, name, phone, and a last yes."""

    form = FORM
    questions: ClassVar[tuple[Question, ...]] = (
        Question("event", read_event, ("活动", "场次", "批次", "哪场", "换一个")),
        Question("places", read_places, ("人数", "几个人", "张数", "名额")),
        Question("person_name", read_name, ("姓名", "名字")),
        Question("phone", read_phone, ("手机", "电话", "号码")),
        Question(CONFIRM, read_yes_or_no),
    )

    async def asks(self, turn: Turn, slot: str) -> bool:
        event = await chosen_event(turn, turn.slot("event"))
        return slot != "places" or event is None or event.places_per_member > 1

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        settled = still_unknown(filled, await known_contact(turn))
        event = await chosen_event(turn, filled.get("event"))
        if event is None:
            return settled
        if event.id != turn.slot("event"):
            turn.say("utter_event_details", **details(event, turn.now))
        return settled | self._settle_places(turn, event, filled.get("places"))

    def _settle_places(self, turn: Turn, event: Meeting, places: int | None) -> dict[str, Any]:
        if event.places_per_member == 1:
            return {"places": 1}
        refused = may_sign_up(event, turn.now, places) if places is not None else None
        if refused is None:
            return {}
        said = refusal(refused, event)
        turn.say(said.response, (), **said.variables)
        return {"places": None}


class AskEvent(MemberAction):
    """Puts the fitting events before the member; where there are none, says so and ends the form."""

    called = f"action_ask_{FORM}_event"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        wanted = EventFilter.from_slot(turn.slot("event_filter"))
        fitting = [e for e in await find_events(turn, wanted) if may_sign_up(e, turn.now, 1) is None]
        widened = [] if fitting or wanted.is_empty else await find_events(turn, EventFilter())
        others = [e for e in widened if may_sign_up(e, turn.now, 1) is None]
        shown = (fitting or others)[:MOST_SHOWN]
        if not shown:
            turn.say("utter_no_events")
            return leave_form()
        response = "utter_which_event" if fitting else "utter_no_such_events"
        turn.say(response, event_choices(shown, turn.now), about=wanted.in_words())
        return [offer("events", [event.id for event in shown])]


class AskPlaces(MemberAction):
    """How many places, up to what a member may take."""

    called = f"action_ask_{FORM}_places"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        event = await chosen_event(turn, turn.slot("event"))
        most = event.places_per_member if event else 1
        counts = [Choice(label=f"{n} 个", send=f"{n}个") for n in range(1, most + 1)]
        turn.say("utter_how_many_places", counts, most=most)
        return []


class AskConfirm(MemberAction):
    """The summary, before anything is booked."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        event = await chosen_event(turn, turn.slot("event"))
        if event is None:  # called off or over since it was chosen
            turn.say("utter_event_refused_unknown")
            return leave_form()
        turn.say(
            "utter_confirm_event",
            title=event.title,
            when=event.when,
            place=event.place,
            places=turn.slot("places"),
            name=turn.slot("person_name"),
            phone=turn.slot("phone"),
        )
        return []


class SubmitEventSignUp(SubmitForm):
    """Books, or says which rule stood in the way."""

    called = f"action_submit_{FORM}"
    declined = "utter_event_not_booked"

    async def submit(self, turn: Turn) -> list[EventType]:
        outcome = await self._book(turn)
        if not isinstance(outcome, Refused):
            turn.say(
                "utter_event_booked",
                title=outcome.event.title,
                when=outcome.event.when,
                place=outcome.event.place,
                code=outcome.booking.code,
            )
            return []
        return await self._refused(turn, outcome)

    async def _book(self, turn: Turn) -> SignedUp | Refused:
        services, name, phone = self.services, turn.slot("person_name"), turn.slot("phone")

        async def work(session: Any) -> SignedUp | Refused:
            await remember_contact(session, turn.member_id, name, phone)
            return await events.sign_up(
                session,
                services.notices,
                turn.member_id,
                turn.slot("event"),
                places=int(turn.slot("places")),
                name=name,
                phone=phone,
                key=f"sign_up:{turn.key}",
                now=turn.now,
            )

        return await services.database.transact(work)

    async def _refused(self, turn: Turn, refused: Refused) -> list[EventType]:
        """Which rule stood in the way, and the nearest thing that would work."""
        async with self.services.database.read() as session:
            event = await events.get(session, turn.slot("event"))
            others = await events.nearest(session, event, turn.now, int(turn.slot("places"))) if event else []
        said = refusal(refused, event)
        turn.say(said.response, (), **said.variables)
        if others and refused.reason != "already":
            turn.say("utter_event_alternatives", event_choices(others, turn.now))
        return [offer("events", [other.id for other in others])]


async def chosen_event(turn: Turn, event_id: str | None) -> Meeting | None:
    """The event a slot holds, as it is now."""
    if not event_id:
        return None
    async with turn.services.database.read() as session:
        return await events.get(session, event_id)


def refusal(refused: Refused, event: Meeting | None) -> Invalid:
    """The sentence for a "no"; one response for each reason."""
    title = event.title if event else ""
    return Invalid(f"utter_event_refused_{refused.reason}", {"title": title, "detail": refused.detail})
