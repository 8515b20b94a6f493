"""Places kept while the form runs: shown to the member, given back when the form is left."""

from datetime import datetime
from typing import Any

from actions.turn import Turn
from base.clock import to_shanghai
from union.events import service as events
from union.events.describe import should_hold
from union.events.meeting import Meeting
from union.events.person import Person

HOLD = "event_hold"  # slot: booking, session, places, until (ISO), key of the message that caused it


async def keep_places(turn: Turn, event: Meeting, places: int, person: Person) -> dict[str, Any] | events.Refused:
    """The slot of a hold for just this, new where there is none; empty where none is called for."""
    standing = turn.slot(HOLD)
    if standing and (standing["session"], standing["places"]) == (event.id, places):
        return {}
    if not (standing or should_hold(event, places)) or event.way == "lottery":
        return {}
    services, key = turn.services, f"hold:{turn.key}"
    outcome = await services.database.transact(
        lambda session: events.hold(
            session, services.notices, turn.member_id, event.id, places=places, key=key, now=turn.now, person=person
        )
    )
    if isinstance(outcome, events.Refused):
        return outcome
    until = outcome.until.isoformat()
    return {
        HOLD: {"booking": outcome.booking.id, "session": event.id, "places": places, "until": until, "key": turn.key}
    }


async def drop_hold(turn: Turn) -> None:
    """Give the places back that this form keeps; nothing happens where it keeps none, or has booked them."""
    standing, services = turn.slot(HOLD), turn.services
    if not standing:
        return

    async def work(session: Any) -> None:
        mine = await events.my_bookings(session, turn.member_id, turn.now)
        if any(one.booking.id == standing["booking"] and one.booking.status == "held" for one in mine):
            key = f"drop:{standing['booking']}"
            await events.cancel(session, services.notices, turn.member_id, standing["booking"], key=key, now=turn.now)

    await services.database.transact(work)


def kept_until(turn: Turn, standing: dict[str, Any] | None) -> str | None:
    """10:15, while the places are kept."""
    if not standing:
        return None
    until = datetime.fromisoformat(standing["until"])
    return f"{to_shanghai(until):%H:%M}" if until > turn.now else None
