"""A "no" in a dialogue: found before anything is asked where that can be, and said with its fact."""

from sqlalchemy.ext.asyncio import AsyncSession

from actions.event_person import FACTS, person_of
from actions.forms.question import Invalid
from actions.turn import Turn
from union.events import service as events
from union.events.codes import appeal_code
from union.events.meeting import Meeting
from union.events.rules import fits, may_sign_up
from union.wording import day_and_time


async def why_not(turn: Turn, event: Meeting, *, waits: bool = False) -> events.Refused | None:
    """What stands in the way of one place for this member, as far as is known now."""
    async with turn.services.database.read() as session:
        mine = await events.my_bookings(session, turn.member_id, turn.now)
        standing = next((m for m in mine if m.booking.scope == event.scope and m.booking.status != "held"), None)
        if standing is not None and standing.booking.status == "waitlisted":
            return events.Refused("waiting", str(await events.position(session, standing.booking)))
        held = any(m.booking.scope == event.scope and m.booking.session_id == event.id for m in mine)
        bars = await events.bars_of(session, turn.member_id, turn.now)
    code = standing.booking.code if standing else None
    refused = may_sign_up(event, turn.now, 1, code, check_left=not held)
    if refused is not None and not (waits and refused.may_wait):
        return refused
    bar = next((bar for bar in bars if bar.kind in ("", event.kind)), None)
    if bar is not None:
        return events.Refused("barred", f"{day_and_time(bar.until)}，{bar.reason}")
    unfit = fits(event, await person_of(turn, event, turn.slot(FACTS)), turn.now)
    return None if unfit is None or unfit.reason in ("needs", "bad_age", "members_only") else unfit


async def refusal(turn: Turn, refused: events.Refused, event: Meeting | None) -> Invalid:
    """The sentence; who is barred is also told how to appeal."""
    code = await _appeal_code(turn) if refused.reason == "barred" else None
    response = "utter_event_refused_barred_appeal" if code else f"utter_event_refused_{refused.reason}"
    title = event.title if event else ""
    return Invalid(response, {"title": title, "detail": refused.detail, "code": code or ""})


def say_refusal(turn: Turn, refused: events.Refused, event: Meeting) -> None:
    """For reasons that need nothing looked up."""
    turn.say(f"utter_event_refused_{refused.reason}", (), title=event.title, detail=refused.detail)


async def _appeal_code(turn: Turn) -> str | None:
    async def work(session: AsyncSession) -> str | None:
        bars = await events.bars_of(session, turn.member_id, turn.now)
        return await appeal_code(session, bars[0], turn.now) if bars else None

    return await turn.services.database.transact(work)
