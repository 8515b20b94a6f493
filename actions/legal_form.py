"""Booking a talk: with a lawyer or a mediator after a short intake, with a counsellor without one."""

from typing import Any, ClassVar

from actions.contact import known_contact, still_unknown
from actions.counsel import service_named
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Question
from actions.forms.readers import read_name, read_phone, read_yes_or_no
from actions.legal_beside import read_area, read_paper, read_way
from actions.legal_reading import read_facts, read_passed_over, read_story, read_topic
from actions.legal_slots import (
    AREA,
    COUNSEL_FORM,
    FACTS,
    FORM,
    PAPERS,
    SERVICE,
    STORY,
    TOLD,
    URGENT,
    WAY,
    WORDS,
    service_of,
    was_read,
)
from actions.legal_time import read_slot
from actions.legal_urgent import hand_over, needs_staff
from actions.legal_words import hide_words, read_words
from actions.turn import Turn

PEOPLE_FIRST = frozenset({"crisis", "handoff.request"})  # whatever day or number such a message names
_UNASKED = frozenset({PAPERS, AREA, WAY, FACTS, TOLD, WORDS})  # read whenever they come, never asked by themselves


class LegalBookingForm(TaskForm):
    """A lawyer or a mediator: topic, story, time, name and phone. What else helps is taken whenever it is said."""

    form = FORM
    purpose = "legal"
    questions: ClassVar[tuple[Question, ...]] = (
        Question("topic", read_topic, ("问题类型", "类型", "哪方面")),
        Question(STORY, read_story, ("情况", "经过", "描述"), personal=True),
        Question("slot", read_slot, ("时间", "日期", "哪天", "几点", "改天")),
        Question("person_name", read_name, ("姓名", "名字"), personal=True),
        Question("phone", read_phone, ("手机", "号码"), personal=True),
        Question(CONFIRM, read_yes_or_no),
        # Never asked by themselves, and last: what stands before them is what is asked next.
        Question(PAPERS, read_paper),
        Question(AREA, read_area),
        Question(WAY, read_way),
        Question(FACTS, read_facts),
        Question(TOLD, read_passed_over),
    )

    def purpose_of(self, turn: Turn, changes: dict[str, Any]) -> str:
        service = changes.get(SERVICE) or service_of(turn)
        return "counsel" if service == "mediation" else self.purpose

    async def _changes(self, turn: Turn) -> dict[str, Any]:
        urgent = turn.intent == "legal.urgent" and turn.asked_slot not in (None, STORY)
        if urgent or turn.intent in PEOPLE_FIRST or was_read(turn):
            return {}
        return await super()._changes(turn)

    async def asks(self, turn: Turn, slot: str) -> bool:
        return slot not in _UNASKED

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        settled = still_unknown(filled, await known_contact(turn))
        if turn.asked_slot is None:
            settled[SERVICE] = "mediation" if service_named(turn.text) == "mediation" else "legal"
        if not turn.slot(URGENT) and needs_staff(turn, filled):
            await hand_over(turn)
            settled[URGENT] = turn.key
        return settled


class CounselBookingForm(TaskForm):
    """A counsellor: a time, name and phone. Nothing is pried into: a word for the counsellor is taken if it comes."""

    form = COUNSEL_FORM
    purpose = "counsel"
    questions: ClassVar[tuple[Question, ...]] = (
        Question("slot", read_slot, ("时间", "日期", "哪天", "几点", "改天")),
        Question("person_name", read_name, ("姓名", "名字"), personal=True),
        Question("phone", read_phone, ("手机", "号码"), personal=True),
        Question(CONFIRM, read_yes_or_no),
        Question(WORDS, read_words, personal=True),
        Question(AREA, read_area),
        Question(WAY, read_way),
    )

    async def asks(self, turn: Turn, slot: str) -> bool:
        return slot not in _UNASKED

    async def _changes(self, turn: Turn) -> dict[str, Any]:
        changes = {} if turn.intent in PEOPLE_FIRST or was_read(turn) else await super()._changes(turn)
        if changes and turn.asked_slot:  # what is not meant for the form staff may need to read
            await hide_words(turn)
        return changes

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        return still_unknown(filled, await known_contact(turn))
