"""What a member has told for one application, and how it is kept: JSON in an encrypted column."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from union.applications.kinds import Answers

Papers = dict[str, list[str]]  # ids of pictures by the ids of the papers; empty: to follow


@dataclass(frozen=True)
class Told:
    """Answers by the ids of the questions, pictures by the ids of the papers, and whom it is about."""

    answers: Answers = field(default_factory=dict)
    papers: Papers = field(default_factory=dict)
    name: str = ""
    phone: str = ""


def to_json(told: Told) -> str:
    """For a draft's column."""
    return json.dumps(told.__dict__, ensure_ascii=False)


def from_json(stored: str) -> Told:
    """As `to_json` wrote it."""
    return Told(**json.loads(stored))


def dumped(values: Mapping[str, object]) -> str:
    """Answers or papers, for the columns of an application."""
    return json.dumps(dict(values), ensure_ascii=False)


def answers_of(stored: str | None) -> Answers:
    """The answers of an application; none once it was erased."""
    found: Answers = json.loads(stored or "{}")
    return found


def papers_of(stored: str | None) -> Papers:
    """The pictures of an application, by paper."""
    found: Papers = json.loads(stored or "{}")
    return found
