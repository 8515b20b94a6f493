"""What an event asks of its own: its questions, which are data, and the names of those who come along."""

import re
from typing import Any

from actions.forms.question import Invalid, Narrowed, Reading, Value
from actions.forms.readers import NOT_AN_ANSWER
from actions.offers import picked
from actions.turn import Turn
from union.conversations.reply import Choice
from union.events.details import read_answer
from union.events.meeting import Meeting
from union.events.terms import EventQuestion
from union.members.rules import person_name

ANSWERS = "event_answers"  # slot: a dict by the ids of the questions; an empty one was skipped
SKIPS = frozenset({"跳过", "不填", "没有", "无", "略", "不用", "没", "空着", "不说了"})
# Plainly something else than the answer to a question, where the model is sure of it.
DIGRESSIONS = NOT_AN_ANSWER | {"ask_program", "ask_labour_right", "events.list", "events.mine", "events.ticket"}
SURE = 0.8
_BESIDE = re.compile(
    r"(?:同行(?:人|的)?|同伴|陪同人?|一起(?:去|来)的|带的人?)(?:是|叫|：|:|为)?\s*(?P<names>[^，,。；;\d]+)"
)
_BETWEEN = re.compile(r"[、，,；;/\s]+|和|跟|与|以及|还有")
_BEFORE_NAMES = re.compile(r"^(?:他|她|他们|她们|我)?(?:的)?(?:名字|姓名)?(?:分别)?(?:是|叫|为|：|:)+")


def next_question(event: Meeting, answers: dict[str, Any] | None) -> EventQuestion | None:
    """The first one without an answer."""
    return next((question for question in event.questions if question.id not in (answers or {})), None)


def read_details(turn: Turn, event: Meeting, answers: dict[str, Any], asked: bool, again: bool) -> Reading:
    """Answers in the message: to the question asked, or choices that it names. `again`: over one given before."""
    question = next_question(event, answers) if asked else None
    if question is None:
        found = {
            other.id: choice
            for other in event.questions
            if (again or other.id not in answers) and (choice := _named_choice(other, turn.text))
        }
        return Narrowed({ANSWERS: answers | found}) if found else None
    if not question.required and turn.text.strip(" 。.") in SKIPS:
        return Narrowed({ANSWERS: answers | {question.id: ""}})
    if _is_something_else(turn, question):
        return None
    value = read_answer(question, _said(turn, question))
    if value is None:
        return Invalid("utter_event_refused_bad_answer", {"detail": question.label})
    return Narrowed({ANSWERS: answers | {question.id: value}})


def read_companions(turn: Turn, needs: int, asked: bool) -> Reading:
    """As many names as there are places beside one's own."""
    if asked and turn.intent in NOT_AN_ANSWER:
        return None
    beside = _BESIDE.search(turn.text)
    if not (asked or beside):
        return None
    said = beside["names"] if beside else turn.text
    pieces = [_BEFORE_NAMES.sub("", piece) for piece in _BETWEEN.split(said.strip(" 。.！!"))]
    names = [person_name(piece) for piece in pieces if piece]
    clean = [name for name in names if name]
    if len(clean) == needs == len(names):
        return Value(clean)
    return Invalid("utter_event_bad_companions", {"count": needs}) if asked and clean else None


def choices_of(question: EventQuestion) -> list[Choice]:
    """What can be tapped as an answer; nothing beside a number, for a bare one would mean the choice."""
    if question.kind == "number":
        return []
    choices = [Choice(label=choice, send=choice) for choice in question.choices]
    if question.kind == "yes_no":
        choices = [Choice(label="是", send="是"), Choice(label="不是", send="不是")]
    return choices if question.required else [*choices, Choice(label="跳过", send="跳过")]


def shown_answer(value: object) -> str:
    """How an answer stands in the summary."""
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def _said(turn: Turn, question: EventQuestion) -> object:
    text = turn.text.strip(" 。.")
    match question.kind:
        case "choice":
            return _named_choice(question, text) or picked(turn, list(question.choices)) or text
        case "yes_no":
            return turn.intent == "affirm" if turn.intent in ("affirm", "deny") else text
        case "date":
            return turn.entity("date") or text
        case "phone":
            return turn.entity("phone") or text
        case "number":
            digits = turn.entity("count") or re.sub(r"\D", "", text)
            return digits or text
        case _:
            return text


def _named_choice(question: EventQuestion, text: str) -> str | None:
    return max((choice for choice in question.choices if choice in text), key=len, default=None)


def _is_something_else(turn: Turn, question: EventQuestion) -> bool:
    """A question or a wish of the member's, which is answered first."""
    if question.kind == "choice" and _named_choice(question, turn.text):
        return False
    always = turn.intent in ("cancel_task", "go_back", "start_over", "handoff.request", "crisis", "legal.urgent")
    return always or (turn.intent in DIGRESSIONS and turn.confidence >= SURE)
