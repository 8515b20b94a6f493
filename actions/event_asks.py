"""What the sign-up form asks, and its summary."""

from rasa_sdk.events import EventType, SlotSet

from actions.base import MemberAction
from actions.event_details import ANSWERS, choices_of, next_question, shown_answer
from actions.event_filter import EventFilter
from actions.event_hold import HOLD, kept_until
from actions.event_person import ASKS, FACTS, MEMBER, choices_for, needed
from actions.event_showing import event_choices, grouped, page_of, time_choice, waiting_choice
from actions.event_slots import COMPANIONS, FILTER, FORM, FULL, WAIT, chosen_event, open_for
from actions.forms.detour import begin_binding
from actions.forms.submit import leave_form
from actions.offers import offer
from actions.turn import Turn
from union.conversations.reply import Choice
from union.events.meeting import Meeting


class AskEvent(MemberAction):
    """Puts the fitting events, or the sessions of one, before the member; where there are none, ends the form."""

    called = f"action_ask_{FORM}_event"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        wanted = EventFilter.from_slot(turn.slot(FILTER))
        fitting = await open_for(turn, wanted)
        if wanted.event_id and fitting:
            return await self._which_session(turn, fitting)
        others = [] if fitting or wanted.is_empty else await open_for(turn, EventFilter())
        shown = grouped(fitting or others)
        if not shown:
            turn.say("utter_no_events", await _waiting(turn))
            return [] if turn.slot(FULL) else leave_form()
        page, wanted = page_of(turn, shown, wanted)
        response = "utter_which_event" if fitting else "utter_no_such_events"
        turn.say(response, [*event_choices(page, turn.now), *await _waiting(turn)], about=wanted.in_words())
        return [offer("events", [one.key for one in page]), SlotSet(FILTER, wanted.as_slot())]

    async def _which_session(self, turn: Turn, sessions: list[Meeting]) -> list[EventType]:
        choices = [time_choice(one, turn.now) for one in sessions]
        turn.say("utter_which_session", choices, title=sessions[0].event_title, place=sessions[0].place)
        return [offer("events", [one.id for one in sessions])]


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


class AskPerson(MemberAction):
    """The fact that a rule of the event needs next."""

    called = f"action_ask_{FORM}_event_person"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        event = await chosen_event(turn, turn.slot("event"))
        fact = await needed(turn, event, turn.slot(FACTS)) if event else None
        if event is None or fact is None:  # the event is gone, or was changed this very moment
            turn.say("utter_event_refused_unknown")
            return leave_form()
        if fact == MEMBER:
            turn.say("utter_event_needs_binding", title=event.title)
            return begin_binding(turn)
        turn.say(ASKS[fact], choices_for(fact, event))
        return []


class AskCompanions(MemberAction):
    """The names of those who come along."""

    called = f"action_ask_{FORM}_event_companions"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_event_companions", count=int(turn.slot("places")) - 1)
        return []


class AskDetails(MemberAction):
    """The next question of the event's own."""

    called = f"action_ask_{FORM}_event_details"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        event = await chosen_event(turn, turn.slot("event"))
        question = next_question(event, turn.slot(ANSWERS)) if event else None
        if question is None:
            turn.say("utter_event_refused_unknown")
            return leave_form()
        response = "utter_event_question" if question.required else "utter_event_question_optional"
        turn.say(response, choices_of(question), label=question.label)
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
        _say_details(turn, event)
        if turn.slot(WAIT):
            turn.say("utter_confirm_event_waits")
        elif event.way == "lottery":
            turn.say("utter_confirm_event_lottery")
        else:
            turn.say("utter_confirm_event_books")
        return []


def _say_details(turn: Turn, event: Meeting) -> None:
    if names := turn.slot(COMPANIONS):
        turn.say("utter_confirm_event_companions", names="、".join(names))
    answers = turn.slot(ANSWERS) or {}
    for question in event.questions:
        if answers.get(question.id, "") != "":
            turn.say("utter_confirm_event_answer", label=question.label, answer=shown_answer(answers[question.id]))
    standing = turn.slot(HOLD)
    is_said = bool(standing) and standing["key"] == turn.key  # in this very reply, above
    if not is_said and (until := kept_until(turn, standing)):
        turn.say("utter_event_held", until=until)


async def _waiting(turn: Turn) -> list[Choice]:
    """The waitlist of the event just said to be full."""
    full = await chosen_event(turn, turn.slot(FULL))
    return [waiting_choice(full)] if full else []
