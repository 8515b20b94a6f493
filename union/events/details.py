"""What the event asks beside name and phone: answers to its questions, and names of companions."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from union.events.meeting import Meeting
from union.events.refusal import Refused
from union.events.terms import EventQuestion
from union.members.rules import mobile_phone, person_name

LONGEST_ANSWER = 500
_YES_NO = {"是": True, "有": True, "要": True, "否": False, "没有": False, "不要": False, "不是": False}


def check_details(
    meeting: Meeting, answers: Mapping[str, Any], companions: Sequence[str], places: int
) -> dict[str, Any] | Refused:
    """The clean answers and names, or the question that is not answered rightly. Answers to nothing are dropped."""
    clean: dict[str, Any] = {}
    for question in meeting.questions:
        given = answers.get(question.id)
        if given is None or str(given).strip() == "":
            if question.required:
                return Refused("needs_answer", question.label)
            continue
        value = read_answer(question, given)
        if value is None:
            return Refused("bad_answer", question.label)
        clean[question.id] = value
    names = [person_name(name) for name in companions]
    if meeting.rules.companions and (len(names) != places - 1 or None in names):
        return Refused("companions", str(places - 1))
    return {"answers": clean, "companions": names if meeting.rules.companions else []}


def read_answer(question: EventQuestion, given: object) -> Any | None:
    """The answer as it is kept (text, number, bool, or ISO date), or None when it does not fit."""
    if question.kind == "yes_no":
        return given if isinstance(given, bool) else _YES_NO.get(str(given).strip())
    text = str(given).strip()
    if question.kind == "choice":
        return text if text in question.choices else None
    if question.kind == "phone":
        return mobile_phone(text)
    if question.kind == "number":
        return int(text) if text.isdecimal() and len(text) <= 9 else None
    if question.kind == "date":
        return _date(text)
    return text if len(text) <= LONGEST_ANSWER else None


def as_json(details: Mapping[str, Any]) -> str | None:
    """For the encrypted column; None where nothing was asked."""
    return json.dumps(details, ensure_ascii=False) if any(details.values()) else None


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
