"""The slots of the sign-up form, and what its parts look up alike."""

from dataclasses import replace
from typing import Any

from actions.event_choice import find_events
from actions.event_filter import EventFilter
from actions.event_refusal import refusal, why_not
from actions.forms.question import Invalid
from actions.turn import Turn
from union.events import service as events
from union.events.meeting import Meeting

FORM = "event_sign_up_form"
PERSON, COMPANIONS, DETAILS = "event_person", "event_companions", "event_details"
WAIT, FULL, FILTER = "event_wait", "event_full", "event_filter"
_WAITS = ("候补", "排队", "排着", "等位", "等名额")


def waits(turn: Turn) -> bool:
    """Whether the member would also wait for a place."""
    return any(word in turn.text for word in _WAITS)


async def chosen_event(turn: Turn, session_id: str | None) -> Meeting | None:
    """The session a slot holds, as it is now."""
    if not session_id:
        return None
    async with turn.services.database.read() as session:
        return await events.get(session, session_id)


async def open_for(turn: Turn, wanted: EventFilter) -> list[Meeting]:
    """Sessions that fit the wish and would take this person, as far as is known; soonest first."""
    return [one for one in await find_events(turn, wanted) if await why_not(turn, one) is None]


async def instead(turn: Turn, event: Meeting, refused: events.Refused) -> Invalid:
    """The sentence for a "no"; then others of its kind are offered, and the waitlist where there is one."""
    alike = EventFilter(kind=event.kind)
    others = alike if await open_for(turn, alike) else EventFilter()
    changes: dict[str, Any] = {FILTER: others.as_slot(), FULL: event.id if refused.may_wait else None}
    return replace(await refusal(turn, refused, event), changes=changes)
