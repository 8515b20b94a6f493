"""Signing up for an event: the questions in their order, and how the form goes back and on."""

from typing import Any, ClassVar

from actions.contact import known_contact, still_unknown
from actions.event_details import ANSWERS
from actions.event_hold import HOLD, drop_hold
from actions.event_person import FACTS, WORDS, needed
from actions.event_reading import UNREAD, read_answers, read_event, read_names, read_person, read_places
from actions.event_settling import on_choice, settle_details, settle_person, settle_places
from actions.event_slots import COMPANIONS, DETAILS, FORM, PERSON, WAIT, chosen_event
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Invalid, Narrowed, Question, Value
from actions.forms.readers import read_name, read_phone, read_yes_or_no
from actions.turn import Turn


class EventSignUpForm(TaskForm):
    """Asks only what is not known yet: session, places, facts a rule needs, names, own questions, contact, a yes."""

    form = FORM
    purpose = "events"
    questions: ClassVar[tuple[Question, ...]] = (
        Question("event", read_event, ("活动", "场次", "批次", "哪场", "换一个")),
        Question("places", read_places, ("人数", "几个人", "张数", "名额")),
        Question(PERSON, read_person, personal=True),
        Question(COMPANIONS, read_names, ("同行", "家属", "陪同"), personal=True),
        Question(DETAILS, read_answers, personal=True),
        Question("person_name", read_name, ("姓名", "名字"), personal=True),
        Question("phone", read_phone, ("手机", "电话", "号码"), personal=True),
        Question(CONFIRM, read_yes_or_no),
    )

    async def asks(self, turn: Turn, slot: str) -> bool:
        event = await chosen_event(turn, turn.slot("event"))
        if event is None:
            return True
        put = {
            "places": event.places_per_member > 1,
            PERSON: await needed(turn, event, {}) is not None,
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
        settled |= await on_choice(turn, event, filled)
        wait = bool(settled.get(WAIT, turn.slot(WAIT)))
        settled |= settle_places(turn, event, filled.get("places"), wait)
        places = settled.get("places", filled.get("places"))
        settled |= await settle_person(turn, event, filled, places, wait)
        if settled.get("event", event.id) is None:
            return settled
        told = filled | settled
        settled |= settle_details(event, told, told.get(ANSWERS, turn.slot(ANSWERS)), places)
        return settled
