"""看电子票: code and QR picture of what the member may enter with."""

from collections.abc import Sequence

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.turn import Turn
from union.conversations.reply import Picture
from union.events import service as events
from union.events import texts

MOST_PICTURES = 3  # of the five messages that may follow one of the member's


class ShowTickets(MemberAction):
    """The tickets of bookings that stand, soonest first."""

    called = "action_show_tickets"

    async def act(self, turn: Turn) -> list[EventType]:
        async with turn.services.database.read() as session:
            mine = await events.my_bookings(session, turn.member_id, turn.now)
        tickets = [one for one in mine if one.booking.status in ("booked", "checked_in")]
        turn.report("task")
        if not tickets:
            turn.say("utter_no_tickets" if not mine else "utter_no_tickets_yet")
            return []
        named = [one for one in tickets if one.event.kind == turn.entity("event_kind")] or tickets
        turn.say("utter_tickets")
        for one in named:
            event, booking = one.event, one.booking
            turn.say("utter_ticket", title=event.title, when=event.when, place=event.place, code=booking.code,
                     places=booking.places)  # fmt: skip
        report_tickets(turn, named)
        return []


def report_tickets(turn: Turn, tickets: Sequence[events.Mine]) -> None:
    """Have their pictures follow the reply."""
    pictures = [
        Picture(kind="events.ticket", text=texts.ticket(one.event, one.booking), facts=_facts(one))
        for one in tickets[:MOST_PICTURES]
    ]
    turn.report("task", pictures=[picture.model_dump() for picture in pictures])


def _facts(one: events.Mine) -> dict[str, str]:
    event = one.event
    return {"title": event.title, "when": event.when, "place": event.place, "code": one.booking.code}
