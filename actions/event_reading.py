"""How answers to the sign-up form's questions are read from a message."""

import re
from dataclasses import replace

from actions.event_choice import sessions_meant, wish_of
from actions.event_details import ANSWERS, read_companions, read_details
from actions.event_filter import EventFilter, browsing
from actions.event_person import FACTS, needed, read_facts
from actions.event_refusal import why_not
from actions.event_slots import FILTER, FULL, PERSON, chosen_event, instead, waits
from actions.forms.base import CONFIRM
from actions.forms.question import Invalid, Narrowed, Reading, Value
from actions.turn import Turn
from union.events.meeting import Meeting

MOST_DIGITS = 6  # more places than these can say nobody has; Python refuses to read thousands of digits
CHANGES_EVENT = ("correct", "events.change", "events.sign_up")
# An answer that could not be read: asked again. Everything else was not meant for the form.
UNREAD = frozenset({"inform", "nlu_fallback", "out_of_scope", "affirm", "deny"})
_CHOSEN = frozenset({"places", PERSON, "person_name", "phone", CONFIRM})  # questions put once an event is chosen
_SWITCHES = re.compile(r"[换改]成|[换改]到|改报|换报|还是(?:报|要|去)")


async def read_event(turn: Turn, asked: bool) -> Reading:
    """The session the message names, picks by number, or leaves as the only one that fits."""
    current = await chosen_event(turn, turn.slot("event"))
    if current is not None and browsing(turn.text) == "more" and turn.asked_slot in _CHOSEN:
        return Narrowed({FILTER: EventFilter(kind=current.kind).as_slot()})  # 换一个
    if current is not None and not asked and not _switches(turn):
        return None
    before = EventFilter.from_slot(turn.slot(FILTER)) if turn.asked_slot else EventFilter()
    if asked and (way := browsing(turn.text)):
        return Narrowed({FILTER: before.leafed(way, turn.now).as_slot()})
    wanted = await wish_of(turn, before)
    meant = await sessions_meant(turn, wanted, current)
    if not meant:
        return await _full_before(turn) or _narrowed_to(turn, wanted, current)
    if len({one.event_id for one in meant}) > 1:
        return Narrowed({FILTER: wanted.as_slot()})
    works = [one for one in meant if await why_not(turn, one, waits=waits(turn)) is None]
    if len(works) > 1:
        return Narrowed({FILTER: replace(wanted, event_id=meant[0].event_id).as_slot()})
    if works:
        return Value(works[0].id)
    refused = await why_not(turn, meant[0], waits=waits(turn))
    assert refused is not None
    return await instead(turn, meant[0], refused)


def _switches(turn: Turn) -> bool:
    """Whether another event or session than the chosen one may be meant."""
    return turn.asked_slot is not None and (turn.intent in CHANGES_EVENT or _SWITCHES.search(turn.text) is not None)


async def read_places(turn: Turn, asked: bool) -> Reading:
    """How many places; a bare number only where it was asked for."""
    bare = turn.text.strip(" 个位人张。.")
    given = turn.entity("count") or (bare if asked else "")
    return Value(int(given[:MOST_DIGITS])) if given.isdecimal() else None


async def read_person(turn: Turn, asked: bool) -> Reading:
    """Facts about the person; what is filled changes only when meant."""
    event, known = await chosen_event(turn, turn.slot("event")), turn.slot(FACTS) or {}
    fact = await needed(turn, event, known) if asked and event else None
    found = read_facts(turn, fact, event)
    again = turn.intent == "correct" or turn.asked_slot == CONFIRM
    new = {name: value for name, value in found.items() if again or name not in known}
    if new:
        return Narrowed({FACTS: known | new})
    return Invalid("utter_event_fact_unread") if fact and turn.intent in UNREAD else None


async def read_names(turn: Turn, asked: bool) -> Reading:
    """Names of those who come along, where the event wants them."""
    event, places = await chosen_event(turn, turn.slot("event")), turn.slot("places")
    if event is None or not event.rules.companions or not places:
        return None
    return read_companions(turn, int(places) - 1, asked)


async def read_answers(turn: Turn, asked: bool) -> Reading:
    """Answers to the event's own questions."""
    event = await chosen_event(turn, turn.slot("event"))
    again = turn.intent == "correct" or turn.asked_slot == CONFIRM
    return read_details(turn, event, turn.slot(ANSWERS) or {}, asked, again) if event else None


async def _full_before(turn: Turn) -> Reading:
    """“候补” alone, right after an event was said to be full."""
    full = await chosen_event(turn, turn.slot(FULL)) if waits(turn) else None
    return Value(full.id) if full else None


def _narrowed_to(turn: Turn, wanted: EventFilter, current: Meeting | None) -> Reading:
    """What was said of it narrows the list, unless an event is chosen: then it was about something else."""
    said = EventFilter.of(turn)
    if said.is_empty or (current is not None and turn.intent == "events.sign_up" and not said.kind):
        return None
    return Narrowed({FILTER: wanted.as_slot()})
