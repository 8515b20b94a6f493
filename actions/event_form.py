"""Signing up for an event: what is asked, how answers are read, and what follows from them."""

import re
from dataclasses import replace
from typing import Any, ClassVar

from actions.contact import known_contact, still_unknown
from actions.event_choice import Shown, details, find_events, sessions_meant, wish_of
from actions.event_details import ANSWERS, next_question, read_companions, read_details
from actions.event_filter import EventFilter, browsing
from actions.event_hold import HOLD, drop_hold, keep_places, kept_until
from actions.event_person import FACTS, WORDS, needed, person_of, read_facts
from actions.event_refusal import refusal, say_refusal, why_not
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Invalid, Narrowed, Question, Reading, Value
from actions.forms.readers import read_name, read_phone, read_yes_or_no
from actions.turn import Turn
from union.events import service as events
from union.events.meeting import Meeting
from union.events.quotas import counting
from union.events.rules import fits, may_sign_up, says_nothing_of_the_person
from union.events.seating import why_full
from union.events.wanted import Wanted

FORM = "event_sign_up_form"
PERSON, COMPANIONS, DETAILS = "event_person", "event_companions", "event_details"
WAIT, FULL, FILTER = "event_wait", "event_full", "event_filter"
MOST_DIGITS = 6  # more places than these can say nobody has; Python refuses to read thousands of digits
CHANGES_EVENT = ("correct", "events.change", "events.sign_up")
# An answer that could not be read: asked again. Everything else was not meant for the form.
UNREAD = frozenset({"inform", "nlu_fallback", "out_of_scope", "affirm", "deny"})
_CHOSEN = frozenset({"places", PERSON, "person_name", "phone", CONFIRM})  # questions put once an event is chosen
_SWITCHES = re.compile(r"[换改]成|[换改]到|改报|换报|还是(?:报|要|去)")
_WAITS = ("候补", "排队", "排着", "等位", "等名额")


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
    return await _instead(turn, meant[0], refused)


def _switches(turn: Turn) -> bool:
    """Whether another event or session than the chosen one may be meant."""
    return turn.asked_slot is not None and (turn.intent in CHANGES_EVENT or _SWITCHES.search(turn.text) is not None)


def waits(turn: Turn) -> bool:
    """Whether the member would also wait for a place."""
    return any(word in turn.text for word in _WAITS)


async def read_places(turn: Turn, asked: bool) -> Reading:
    """How many places; a bare number only where it was asked for."""
    bare = turn.text.strip(" 个位人张。.")
    given = turn.entity("count") or (bare if asked else "")
    return Value(int(given[:MOST_DIGITS])) if given.isdecimal() else None


async def read_person(turn: Turn, asked: bool) -> Reading:
    """Facts about the person; what is filled changes only when meant."""
    event, known = await chosen_event(turn, turn.slot("event")), turn.slot(FACTS) or {}
    fact = needed(turn, event, known) if asked and event else None
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


class EventSignUpForm(TaskForm):
    """Asks only what is not known yet: session, places, facts a rule needs, names, own questions, contact, a yes."""

    form = FORM
    questions: ClassVar[tuple[Question, ...]] = (
        Question("event", read_event, ("活动", "场次", "批次", "哪场", "换一个")),
        Question("places", read_places, ("人数", "几个人", "张数", "名额")),
        Question(PERSON, read_person),
        Question(COMPANIONS, read_names, ("同行", "家属", "陪同")),
        Question(DETAILS, read_answers),
        Question("person_name", read_name, ("姓名", "名字")),
        Question("phone", read_phone, ("手机", "电话", "号码")),
        Question(CONFIRM, read_yes_or_no),
    )

    async def asks(self, turn: Turn, slot: str) -> bool:
        event = await chosen_event(turn, turn.slot("event"))
        if event is None:
            return True
        put = {
            "places": event.places_per_member > 1,
            PERSON: not says_nothing_of_the_person(event),
            COMPANIONS: event.rules.companions and (turn.slot("places") or 1) > 1,
            DETAILS: bool(event.questions),
        }
        return put.get(slot, True)

    async def _read_all(self, turn: Turn) -> dict[str, Any]:
        """An answer to a question of the event's own, or names, are nothing else beside."""
        if turn.asked_slot not in (DETAILS, COMPANIONS):
            return await super()._read_all(turn)
        question = next(question for question in self.questions if question.slot == turn.asked_slot)
        reading = await question.read(turn, True)
        if isinstance(reading, Value):
            return {question.slot: reading.value}
        if isinstance(reading, Narrowed):
            return reading.changes | {question.slot: None}
        if isinstance(reading, Invalid):
            turn.say(reading.response, (), **reading.variables)
            return {question.slot: None}
        return {} if turn.intent in UNREAD - {"inform"} else await super()._read_all(turn)

    async def _step_back(self, turn: Turn) -> dict[str, Any]:
        """Among several questions of one slot: to the one before; else with what they were answered."""
        for slot, answered in ((DETAILS, ANSWERS), (PERSON, FACTS)):
            given = turn.slot(answered)
            if turn.asked_slot == slot and given:
                return {answered: dict(list(given.items())[:-1]), slot: None}
        changes = await super()._step_back(turn)
        changes |= {ANSWERS: None} if DETAILS in changes else {}
        return changes | ({FACTS: None} if PERSON in changes else {})

    def _corrected(self, turn: Turn) -> dict[str, Any]:
        changes = super()._corrected(turn)
        facts = dict(turn.slot(FACTS) or {})
        wrong = [fact for fact, words in WORDS.items() if fact in facts and any(word in turn.text for word in words)]
        if wrong:
            changes |= {FACTS: {name: value for name, value in facts.items() if name not in wrong}, PERSON: None}
        return changes

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        settled = still_unknown(filled, await known_contact(turn))
        event = await chosen_event(turn, filled.get("event"))
        if event is None:
            await drop_hold(turn)
            return settled | {HOLD: None}
        settled |= await _on_choice(turn, event, filled)
        wait = bool(settled.get(WAIT, turn.slot(WAIT)))
        settled |= _settle_places(turn, event, filled.get("places"), wait)
        places = settled.get("places", filled.get("places"))
        settled |= await _settle_person(turn, event, filled, places, wait)
        if settled.get("event", event.id) is None:
            return settled
        told = filled | settled
        settled |= _settle_details(event, told, told.get(ANSWERS, turn.slot(ANSWERS)), places)
        return settled


async def _on_choice(turn: Turn, event: Meeting, filled: dict[str, Any]) -> dict[str, Any]:
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


def _settle_places(turn: Turn, event: Meeting, places: int | None, wait: bool) -> dict[str, Any]:
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


async def _settle_person(
    turn: Turn, event: Meeting, filled: dict[str, Any], places: int | None, wait: bool
) -> dict[str, Any]:
    """Whether the rules let this person in; then a hold where few places are left."""
    facts = filled.get(FACTS, turn.slot(FACTS)) or {}
    person = person_of(facts)
    refused = fits(event, person, turn.now)
    if refused is not None and refused.reason == "needs":
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
        instead = await _instead(turn, event, refused)
        turn.say(instead.response, (), **instead.variables)
        return instead.changes | {"event": None, PERSON: None}
    return {PERSON: True} | (held if isinstance(held, dict) else {})


def _settle_details(
    event: Meeting, filled: dict[str, Any], answers: dict[str, Any] | None, places: int | None
) -> dict[str, Any]:
    """Names and own questions, where there is nothing more to ask."""
    settled: dict[str, Any] = {}
    if places:
        names, needs = filled.get(COMPANIONS) or [], places - 1 if event.rules.companions else 0
        settled[COMPANIONS] = names if len(names) == needs else None
    settled[DETAILS] = True if next_question(event, answers) is None else None
    return settled


async def _instead(turn: Turn, event: Meeting, refused: events.Refused) -> Invalid:
    """The sentence for a "no"; then others of its kind are offered, and the waitlist where there is one."""
    alike = EventFilter(kind=event.kind)
    others = alike if await open_for(turn, alike) else EventFilter()
    changes: dict[str, Any] = {FILTER: others.as_slot(), FULL: event.id if refused.may_wait else None}
    return replace(await refusal(turn, refused, event), changes=changes)


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


async def chosen_event(turn: Turn, session_id: str | None) -> Meeting | None:
    """The session a slot holds, as it is now."""
    if not session_id:
        return None
    async with turn.services.database.read() as session:
        return await events.get(session, session_id)


async def open_for(turn: Turn, wanted: EventFilter) -> list[Meeting]:
    """Sessions that fit the wish and would take this person, as far as is known; soonest first."""
    return [one for one in await find_events(turn, wanted) if await why_not(turn, one) is None]
