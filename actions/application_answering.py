"""Answers in the application form: to the question or paper asked, and whatever else the message says."""

from typing import Any

from actions.application_begin import read_contact
from actions.application_papers import narrowed, next_paper, read_paper
from actions.application_reading import (
    UNREAD,
    also_read,
    apart,
    is_question,
    named_alone,
    read_asked,
    read_beside,
    read_corrections,
)
from actions.application_slots import (
    ANSWERS,
    BOUND,
    DETAILS,
    FACTS,
    PAPERS,
    PICTURES,
    answers,
    decides,
    kind_of,
    papers,
)
from actions.forms.base import CONFIRM
from actions.turn import Turn
from union.applications.answers import asked, papers_asked, unanswered
from union.applications.kinds import Answers, Ask


def asks_of(turn: Turn) -> list[Ask]:
    """The questions of the chosen kind that are put to this member."""
    kind = kind_of(turn)
    return asked(kind, answers(turn), bound=bool(turn.slot(BOUND))) if kind else []


async def read_details(turn: Turn) -> dict[str, Any]:
    """The question asked, and what else the message answers."""
    asks, given = asks_of(turn), answers(turn)
    left = [ask for ask in unanswered(asks, given) if decides(ask) == (turn.asked_slot == FACTS)]
    if not left:
        return {}
    ask = left[0]
    others = [other for other in asks if other.id != ask.id and other.id not in given]
    own, exact = apart(turn, others) if ask.kind == "text" else ("", {})
    value = read_asked(turn, ask, own)
    found: Answers = {} if value is None else exact | {ask.id: value}
    if not is_question(turn):
        before = [other for other in asks if other.id in given] if turn.intent == "correct" else []
        found = read_beside(turn, before) | found
        found |= _beside(turn, given | found, ask)
    contact = await read_contact(turn) if ask.kind != "text" or turn.entity("phone") else {}
    if contact and (ask.kind == "text" or not found):  # who says who they are answers nothing else
        return contact | {str(turn.asked_slot): None}
    if not found and turn.intent in UNREAD and not turn.is_picture:
        turn.say("utter_application_bad_answer", short=ask.short)
        return {str(turn.asked_slot): None}
    if found:
        return {ANSWERS: given | found, str(turn.asked_slot): None} | contact
    return {}


def _beside(turn: Turn, given: Answers, ask: Ask) -> Answers:
    """What else the message answers: never the question asked, which has read it already."""
    kind, blocked = kind_of(turn), given | {ask.id: given.get(ask.id, "")}
    bound = bool(turn.slot(BOUND))
    read = also_read(turn, kind, blocked, bound=bound, story=ask.kind == "text") if kind else {}
    return {name: value for name, value in read.items() if name not in blocked}


async def read_asked_paper(turn: Turn) -> dict[str, Any]:
    """The paper asked for; or a correction."""
    kind = kind_of(turn)
    paper = next_paper(papers_asked(kind, answers(turn)), papers(turn)) if kind else None
    if paper is None:
        return {}
    return narrowed(await read_paper(turn, paper, papers(turn), PAPERS), turn, PAPERS) or read_more(turn)


def read_more(turn: Turn) -> dict[str, Any]:
    """Corrections of what was answered before, where later questions are asked."""
    if turn.intent != "correct" and turn.asked_slot != CONFIRM:
        return {}
    changed = {} if is_question(turn) else read_corrections(turn, asks_of(turn), answers(turn))
    return {ANSWERS: answers(turn) | changed} if changed else {}


def dropped(turn: Turn) -> dict[str, Any]:
    """Without the answers to the questions that the message only names (层次填错了), so that they are put again."""
    wrong = [] if is_question(turn) else named_alone(turn, asks_of(turn))
    left: Answers = {name: value for name, value in answers(turn).items() if name not in wrong}
    return {ANSWERS: left, DETAILS: None} if wrong else {}


def one_back(turn: Turn) -> dict[str, Any]:
    """Among several questions of one slot: to the one before. Empty where the slot before is meant."""
    given, sent = answers(turn), papers(turn)
    if turn.asked_slot == PAPERS and sent:
        return without_last_paper(turn) | {PAPERS: None}
    in_order = [ask.id for ask in asks_of(turn) if ask.id in given]
    return without_last_answer(turn) if turn.asked_slot in (FACTS, DETAILS, PAPERS) and in_order else {}


def without_last_paper(turn: Turn) -> dict[str, Any]:
    """The paper sent last is asked for again."""
    return {PICTURES: dict(list(papers(turn).items())[:-1])}


def without_last_answer(turn: Turn) -> dict[str, Any]:
    """The question answered last is put again."""
    given = answers(turn)
    answered = [ask for ask in asks_of(turn) if ask.id in given]
    if not answered:
        return {}
    left = {name: value for name, value in given.items() if name != answered[-1].id}
    return {ANSWERS: left, (FACTS if decides(answered[-1]) else DETAILS): None}
