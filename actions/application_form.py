"""The one form for all kinds of application: what is asked, and which papers, the kind's data say."""

from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.application_answering import (
    asks_of,
    dropped,
    one_back,
    read_asked_paper,
    read_details,
    read_more,
    without_last_answer,
    without_last_paper,
)
from actions.application_begin import NEW, begin, choose_and_read, read_resume
from actions.application_choice import BEGINS, kind_meant
from actions.application_papers import is_put_off, next_paper
from actions.application_slots import (
    ANSWERS,
    BOUND,
    DETAILS,
    FACTS,
    FORM,
    KIND,
    PAPERS,
    PICTURES,
    RESUME,
    ROUND,
    WANTED,
    answers,
    decides,
    kind_of,
    papers,
    told,
)
from actions.contact import known_contact, still_unknown
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.consent import CONSENT
from actions.forms.question import Question, Reading, Value
from actions.forms.readers import read_name, read_phone, read_yes_or_no
from actions.turn import Turn
from union.applications import service as applications
from union.applications.answers import asked, papers_asked, standing_in_the_way, unanswered
from union.applications.kinds import Answers


async def read_elsewhere(turn: Turn, asked: bool) -> Reading:
    """Read by the form, for all of the kind's questions together."""
    return None


class ApplicationForm(TaskForm):
    """Draft or new, round, what decides, the rest, papers, contact, a last yes; each asked only where it is missing."""

    form = FORM
    purpose = "benefits"
    questions: ClassVar[tuple[Question, ...]] = (
        Question(RESUME, read_elsewhere),
        Question(ROUND, read_elsewhere, ("申请项目", "换一个申请")),
        Question(FACTS, read_elsewhere),
        Question(DETAILS, read_elsewhere, personal=True),
        Question(PAPERS, read_elsewhere),  # after the details: the consent is there by then
        Question("person_name", read_name, ("姓名", "名字"), personal=True),
        Question("phone", read_phone, ("手机", "电话", "号码"), personal=True),
        Question(CONFIRM, read_yes_or_no),
    )

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        events = await super().run(dispatcher, tracker, domain)
        turn = Turn(self.services, tracker, dispatcher)
        if turn.slot(KIND) and any(event["event"] == "active_loop" for event in events):  # 不同意: nothing is kept
            await turn.services.database.transact(
                lambda session: applications.discard_draft(session, turn.member_id, turn.slot(KIND))
            )
        return events

    def purpose_of(self, turn: Turn, changes: dict[str, Any]) -> str:
        kind = kind_of(turn, changes)
        return kind.consent if kind else ""

    async def _changes(self, turn: Turn) -> dict[str, Any]:
        if turn.asked_slot != PAPERS or turn.intent != "cancel_task" or not is_put_off(turn.text):
            return await super()._changes(turn)
        changes = await read_asked_paper(turn)  # 回头再补: the paper, not the application
        filled = {question.slot: turn.slot(question.slot) for question in self.questions} | changes
        return changes | await self.settle(turn, filled)

    async def _read_all(self, turn: Turn) -> dict[str, Any]:
        match turn.asked_slot:
            case None:
                return await begin(turn)
            case slot if slot == CONSENT:
                return {}
            case slot if slot == RESUME:
                return await read_resume(turn)
            case slot if slot == ROUND:
                return await choose_and_read(turn, True)
        if self._switches(turn):
            return dict.fromkeys((FACTS, DETAILS, PAPERS)) | {RESUME: NEW} | await choose_and_read(turn)
        if turn.asked_slot in (FACTS, DETAILS):
            return await read_details(turn)
        if turn.asked_slot == PAPERS:
            return await read_asked_paper(turn) or await _contact(turn)
        return read_more(turn) | await super()._read_all(turn)

    def _switches(self, turn: Turn) -> bool:
        """Another application is asked for in the middle of this one; its draft stays."""
        meant = kind_meant(turn) if turn.intent in BEGINS and turn.asked_slot != DETAILS else None
        return meant is not None and meant.id != turn.slot(KIND)

    def _corrected(self, turn: Turn) -> dict[str, Any]:
        return super()._corrected(turn) | dropped(turn)

    async def asks(self, turn: Turn, slot: str) -> bool:
        kind = kind_of(turn)
        has_papers = bool(kind and papers_asked(kind, answers(turn)))
        put = {RESUME: False, FACTS: any(map(decides, asks_of(turn))), PAPERS: has_papers}
        return put.get(slot, True)

    async def _step_back(self, turn: Turn) -> dict[str, Any]:
        """Within a slot of several questions to the one before; into such a slot to its last."""
        if back := one_back(turn):
            return back
        changes = await super()._step_back(turn)
        if PAPERS in changes and papers(turn):
            changes |= without_last_paper(turn)
        elif DETAILS in changes and ROUND not in changes:
            changes |= without_last_answer(turn)
        return changes | ({WANTED: None} if ROUND in changes else {})

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        kind = kind_of(turn, filled)
        if not filled.get(ROUND) or kind is None:
            return {}
        given: Answers = filled.get(ANSWERS, turn.slot(ANSWERS)) or {}
        asks = asked(kind, given, bound=bool(filled.get(BOUND, turn.slot(BOUND))))
        barring = standing_in_the_way(asks, given)
        if barring is not None and barring.rule is not None:
            turn.say("utter_application_refused_fact", (), detail=barring.rule.says, title=kind.title)
            refused = {"refused": "fact", "instead": list(barring.rule.instead)}
            return dict.fromkeys((FACTS, DETAILS, PAPERS)) | {ROUND: None, WANTED: refused}
        left = unanswered(asks, given)
        sent = filled.get(PICTURES, turn.slot(PICTURES)) or {}
        settled: dict[str, Any] = {
            FACTS: None if any(decides(ask) for ask in left) else True,
            DETAILS: None if any(not decides(ask) for ask in left) else True,
            PAPERS: None if next_paper(papers_asked(kind, given), sent) else True,
        }
        settled |= still_unknown(filled, await known_contact(turn))
        await self._keep(turn, kind.id, filled, filled | settled)
        return settled

    async def _keep(self, turn: Turn, kind_id: str, filled: dict[str, Any], changes: dict[str, Any]) -> None:
        """A draft of what was told so far; nothing before the member knows what it is for."""
        state = (turn.slot(CONSENT) or {}).get("state")
        if state not in ("told", "given") or filled.get(CONFIRM) is not None:
            return
        kept, round_id = told(turn, changes), filled[ROUND]
        if not (kept.answers or kept.papers):
            return
        await turn.services.database.transact(
            lambda session: applications.save_draft(session, turn.member_id, kind_id, round_id, kept, turn.now)
        )


async def _contact(turn: Turn) -> dict[str, Any]:
    """Name and phone told before they are asked for."""
    told = {"person_name": await read_name(turn, asked=False), "phone": await read_phone(turn, asked=False)}
    return {slot: reading.value for slot, reading in told.items() if isinstance(reading, Value)}
