"""Cancelling: a place at an event or an appointment with a lawyer, by one form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.counsel import service_named
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Question, Reading, Value
from actions.forms.readers import read_yes_or_no
from actions.forms.submit import SubmitForm, leave_form
from actions.legal_talks import keep_private, label, service_of_talk
from actions.offers import picked
from actions.turn import Turn
from union.conversations.reply import Choice
from union.events import service as events
from union.legal_aid import service as legal_aid
from union.wording import period

FORM = "cancel_booking_form"
CANCELLABLE = ("booked", "waitlisted", "offered", "entered", "won")


@dataclass(frozen=True)
class Cancellable:
    """A live booking of either kind. `id` is unique over both."""

    id: str
    label: str
    when: str


async def cancellables(turn: Turn) -> list[Cancellable]:
    """What the member could cancel; only lawyers or only events where the message says so."""
    async with turn.services.database.read() as session:
        places = await events.my_bookings(session, turn.member_id, turn.now)
        talks = await legal_aid.my_appointments(session, turn.member_id, turn.now)
    live = [mine for mine in places if mine.booking.status in CANCELLABLE]
    found = [Cancellable(f"event:{mine.booking.id}", mine.event.title, mine.event.when) for mine in live]
    kind, _, service = _kind(turn).partition(":")
    named = [talk for talk in talks if service_of_talk(talk) == service] or talks
    if found and kind != "legal.cancel":
        return found
    keep_private(turn, named)
    return [Cancellable(f"legal:{talk.id}", label(talk), period(talk.starts_at, talk.ends_at)) for talk in named]


def _kind(turn: Turn) -> str:
    """Which kind the form began with: the intent, and the service of a talk that the message named."""
    begun: str | None = turn.slot("cancel_kind")
    if begun:
        return begun
    service = service_named(turn.text)
    if turn.intent == "legal.cancel" or (service and "讲座" not in turn.text):
        return f"legal.cancel:{service or ''}"
    return turn.intent


async def read_booking(turn: Turn, asked: bool) -> Reading:
    """The booking named by its title, picked by number, or the only one there is."""
    if turn.slot("booking") and not asked:
        return None
    mine = await cancellables(turn)
    named = [booking for booking in mine if booking.label in turn.text]
    by_number = picked(turn, [booking.id for booking in mine])
    if len(named) == 1:
        return Value(named[0].id)
    if by_number:
        return Value(by_number)
    return Value(mine[0].id) if len(mine) == 1 and not asked else None


class CancelBookingForm(TaskForm):
    """Asks which booking, where there are several, and for a yes."""

    form = FORM
    questions: ClassVar[tuple[Question, ...]] = (
        Question("booking", read_booking, ("哪个", "另一个")),
        Question(CONFIRM, read_yes_or_no),
    )

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        return {"cancel_kind": _kind(turn)} if turn.asked_slot is None else {}


class AskBooking(MemberAction):
    """Which of them; where there is none, says so and ends the form."""

    called = f"action_ask_{FORM}_booking"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        mine = await cancellables(turn)
        if not mine:
            turn.say("utter_nothing_to_cancel")
            return leave_form()
        turn.say("utter_which_booking", numbered(len(mine)), lines=lines([(one.label, one.when) for one in mine]))
        return []


class AskConfirmCancel(MemberAction):
    """Shows what would be cancelled."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        booking = next((b for b in await cancellables(turn) if b.id == turn.slot("booking")), None)
        if booking is None:
            turn.say("utter_nothing_to_cancel")
            return leave_form()
        turn.say("utter_confirm_cancel", label=booking.label, when=booking.when)
        return []


class SubmitCancel(SubmitForm):
    """Cancels the booking."""

    called = f"action_submit_{FORM}"
    declined = "utter_kept_booking"

    async def submit(self, turn: Turn) -> list[EventType]:
        kind, _, booking_id = str(turn.slot("booking")).partition(":")
        services, key = self.services, f"cancel:{turn.key}"

        async def work(session: Any) -> object:
            if kind == "event":
                return await events.cancel(session, services.notices, turn.member_id, booking_id, key=key, now=turn.now)
            queue = services.notices
            return await legal_aid.cancel(session, turn.member_id, booking_id, key=key, now=turn.now, queue=queue)

        outcome = await self.services.database.transact(work)
        if isinstance(outcome, events.Cancelled):
            turn.say("utter_booking_cancelled", label=outcome.event.title)
        elif isinstance(outcome, legal_aid.Cancelled):
            keep_private(turn, [outcome.appointment])
            turn.say("utter_booking_cancelled", label=label(outcome.appointment))
        elif isinstance(outcome, events.Refused) and outcome.reason == "too_late":
            turn.say("utter_event_refused_too_late", title="", detail=outcome.detail)
        else:
            turn.say("utter_cannot_cancel")
        return []


def lines(labels: Sequence[tuple[str, str]]) -> str:
    """Numbered, with the time below each."""
    return "\n".join(f"{number}. {label}\n   {when}" for number, (label, when) in enumerate(labels, 1))


def numbered(count: int) -> list[Choice]:
    """第1个, 第2个 …"""
    return [Choice(label=f"第{number}个", send=f"第{number}个") for number in range(1, count + 1)]
