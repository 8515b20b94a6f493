"""改期: moving a booking to another session of its event, with the pieces of the sign-up."""

from typing import Any, ClassVar

from actions.event_choice import find_events, sessions_meant
from actions.event_filter import EventFilter
from actions.event_person import FACTS, needed, person_of, read_facts
from actions.event_refusal import refusal
from actions.event_slots import chosen_event
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Invalid, Narrowed, Question, Reading, Value
from actions.forms.readers import read_yes_or_no
from actions.offers import offered, picked
from actions.turn import Turn
from union.events import service as events
from union.events.meeting import Meeting
from union.events.rules import fits, may_cancel, may_sign_up

FORM = "change_booking_form"
BOOKING, TARGET, PERSON = "changed_booking", "change_to", "change_person"


async def changeable(turn: Turn) -> list[events.Mine]:
    """Bookings that stand and may still be given up, of the kind the message names if it names one."""
    async with turn.services.database.read() as session:
        mine = await events.my_bookings(session, turn.member_id, turn.now)
    mine = [one for one in mine if one.booking.status == "booked" and may_cancel(one.event, turn.now) is None]
    return [one for one in mine if one.event.kind == turn.entity("event_kind")] or mine


async def targets(turn: Turn, one: events.Mine) -> list[Meeting]:
    """Other sessions of the same event that would take the booking now."""
    siblings = await find_events(turn, EventFilter(event_id=one.event.event_id))
    places = one.booking.places
    return [s for s in siblings if s.id != one.event.id and may_sign_up(s, turn.now, places) is None]


async def read_booking(turn: Turn, asked: bool) -> Reading:
    """The booking named by its title or number, or the only one there is."""
    if turn.slot(BOOKING) and not asked:
        return None
    mine = await changeable(turn)
    named = [one for one in mine if one.event.title in turn.text or one.event.event_title in turn.text]
    number = picked(turn, [one.booking.id for one in mine]) if asked else None
    if number or len(named) == 1:
        return Value(number or named[0].booking.id)
    return Value(mine[0].booking.id) if len(mine) == 1 and not asked else None


async def read_target(turn: Turn, asked: bool) -> Reading:
    """The session to change to: by day and hour, by number, or the only other one."""
    one = await chosen_booking(turn)
    if one is None or (turn.slot(TARGET) and not asked and turn.intent not in ("correct", "events.change")):
        return None
    open_now = await targets(turn, one)
    number = picked(turn, offered(turn, "events")) if asked else None
    if number in {session.id for session in open_now}:
        return Value(number)
    meant = await sessions_meant(turn, EventFilter(event_id=one.event.event_id), one.event)
    meant = [session for session in meant if session.event_id == one.event.event_id and session.id != one.event.id]
    fitting = [session for session in meant if session in open_now]
    if len(fitting) == 1:
        return Value(fitting[0].id)
    if len(meant) == 1 and (refused := may_sign_up(meant[0], turn.now, one.booking.places)):
        return await refusal(turn, refused, meant[0])
    return None


async def read_person(turn: Turn, asked: bool) -> Reading:
    """Facts that the other session's rules or quotas ask for."""
    one, known = await chosen_booking(turn), turn.slot(FACTS) or {}
    target = await chosen_event(turn, turn.slot(TARGET))
    fact = await needed(turn, target, turn.slot(FACTS)) if asked and target else None
    found = read_facts(turn, fact, target) if one else {}
    new = {name: value for name, value in found.items() if name not in known}
    if new:
        return Narrowed({FACTS: known | new})
    return Invalid("utter_event_fact_unread") if fact and turn.intent in ("inform", "nlu_fallback") else None


class ChangeBookingForm(TaskForm):
    """Asks which booking and which session, where there are several, what its rules need, and for a yes."""

    form = FORM
    purpose = "events"
    questions: ClassVar[tuple[Question, ...]] = (
        Question(BOOKING, read_booking, ("哪个", "另一个")),
        Question(TARGET, read_target, ("场次", "批次", "哪场", "时间")),
        Question(PERSON, read_person, personal=True),
        Question(CONFIRM, read_yes_or_no),
    )

    async def asks(self, turn: Turn, slot: str) -> bool:
        return slot != PERSON and (slot != BOOKING or len(await changeable(turn)) > 1)

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        settled: dict[str, Any] = {}
        one = await chosen_booking(turn, filled.get(BOOKING))
        if one is not None and filled.get(TARGET) is None and not turn.slot(BOOKING):
            open_now = [] if wants_other_number(turn) else await targets(turn, one)
            settled = {TARGET: open_now[0].id} if len(open_now) == 1 else {}
        target = await chosen_event(turn, filled.get(TARGET) or settled.get(TARGET))
        if target is None:
            return settled
        refused = fits(target, await person_of(turn, target, filled.get(FACTS, turn.slot(FACTS))), turn.now)
        if refused is None or refused.reason == "needs":
            return settled | {PERSON: refused is None or None}
        said = await refusal(turn, refused, target)
        turn.say(said.response, (), **said.variables)
        return settled | {TARGET: None, FACTS: None}


def wants_other_number(turn: Turn) -> bool:
    """两张改三张: another number of places, and nothing said of another time."""
    return bool(turn.entity("count")) and not (turn.entity("date") or turn.entity("time"))


async def chosen_booking(turn: Turn, booking_id: str | None = None) -> events.Mine | None:
    """The booking the form is about, as it is now."""
    wanted = booking_id or turn.slot(BOOKING)
    if not wanted:
        return None
    async with turn.services.database.read() as session:
        mine = await events.my_bookings(session, turn.member_id, turn.now)
    return next((one for one in mine if one.booking.id == wanted and one.booking.status == "booked"), None)
