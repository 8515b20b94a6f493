"""What follows from the answers of the sign-up form: places, whether the rules let the person in, a hold."""

from typing import Any

from actions.event_details import ANSWERS, next_question, read_details
from actions.event_hold import HOLD, drop_hold, keep_places, kept_until
from actions.event_person import FACTS, person_of
from actions.event_refusal import say_refusal
from actions.event_showing import Shown, details
from actions.event_slots import COMPANIONS, DETAILS, FULL, PERSON, WAIT, instead, waits
from actions.forms.question import Narrowed
from actions.turn import Turn
from union.events import service as events
from union.events.meeting import Meeting
from union.events.quotas import counting
from union.events.rules import fits, may_sign_up
from union.events.seating import why_full
from union.events.wanted import Wanted


async def on_choice(turn: Turn, event: Meeting, filled: dict[str, Any]) -> dict[str, Any]:
    """What a newly chosen event brings: its details are shown, the answers to another's questions go."""
    if event.id == turn.slot("event"):
        return {}
    turn.say("utter_event_details", **details(Shown((event,)), turn.now))
    await drop_hold(turn)
    full = may_sign_up(event, turn.now, 1)
    answers = read_details(turn, event, {}, asked=False, again=True)
    kept = answers.changes[ANSWERS] if isinstance(answers, Narrowed) else None
    waiting = full is not None and full.reason == "full"
    return {HOLD: None, WAIT: waiting or None, FULL: None, ANSWERS: kept, DETAILS: None, COMPANIONS: None, PERSON: None}


def settle_places(turn: Turn, event: Meeting, places: int | None, wait: bool) -> dict[str, Any]:
    if event.places_per_member == 1:
        return {"places": 1}
    standing = turn.slot(HOLD) or {}
    mine = standing.get("places", 0) if standing.get("session") == event.id else 0  # not left, but kept for the member
    check = not wait and (places or 0) > mine
    refused = may_sign_up(event, turn.now, places, check_left=check) if places is not None else None
    if refused is None:
        return {}
    if refused.reason == "full" and refused.may_wait and waits(turn):
        return {WAIT: True}
    say_refusal(turn, refused, event)
    return {"places": None}


async def settle_person(
    turn: Turn, event: Meeting, filled: dict[str, Any], places: int | None, wait: bool
) -> dict[str, Any]:
    """Whether the rules let this person in; then a hold where few places are left."""
    facts = filled.get(FACTS, turn.slot(FACTS)) or {}
    person = await person_of(turn, event, facts)
    refused = fits(event, person, turn.now)
    if refused is not None and refused.reason in ("needs", "members_only"):
        return {PERSON: None}
    if refused is not None and refused.reason == "bad_age":
        say_refusal(turn, refused, event)
        return {FACTS: {name: value for name, value in facts.items() if name != "birth_year"}, PERSON: None}
    held: dict[str, Any] | events.Refused = {}
    if refused is None and places and not wait and event.way != "lottery" and not turn.slot(HOLD):
        wanted = Wanted(turn.member_id, places, "", turn.now, {}, counting(event.quotas, person))
        refused = why_full(event, wanted)
        if refused is not None and refused.may_wait and waits(turn):
            return {PERSON: True, WAIT: True}
    if refused is None and places and not wait:
        held = await keep_places(turn, event, places, person)
        refused = held if isinstance(held, events.Refused) else None
        if isinstance(held, dict) and (until := kept_until(turn, held.get(HOLD))):
            turn.say("utter_event_held", until=until)
    if refused is not None:
        other = await instead(turn, event, refused)
        turn.say(other.response, (), **other.variables)
        return other.changes | {"event": None, PERSON: None}
    return {PERSON: True} | (held if isinstance(held, dict) else {})


def settle_details(
    event: Meeting, filled: dict[str, Any], answers: dict[str, Any] | None, places: int | None
) -> dict[str, Any]:
    """Names and own questions, where there is nothing more to ask."""
    settled: dict[str, Any] = {}
    if places:
        names, needs = filled.get(COMPANIONS) or [], places - 1 if event.rules.companions else 0
        settled[COMPANIONS] = names if len(names) == needs else None
    settled[DETAILS] = True if next_question(event, answers) is None else None
    return settled
