"""What the intake needs by topic (legal_topics.yml), and what a story has told of it already."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from actions.story_dates import Since, read_since
from actions.story_facts import read_employer, read_people, read_sum

Fact = Literal["since", "sum", "people", "employer"]
FACTS: tuple[Fact, ...] = ("since", "sum", "people", "employer")
LABELS: dict[Fact, str] = {"since": "开始时间", "sum": "金额", "people": "人数", "employer": "单位"}
MOST_ASKED = 2  # follow-up questions; what else the lawyer needs, the lawyer asks

Told = dict[str, Any]  # fact -> value as JSON holds it: since "2026-08", sum in yuan, people, employer


@dataclass(frozen=True)
class Topic:
    """One topic's row of the file."""

    asks: dict[Fact, str]
    papers: str
    rule: str
    lead: str
    counts: Literal["injury", "dismissal"] | None = None


@cache
def topics() -> dict[str, Topic]:
    """All topics by name."""
    data = yaml.safe_load(Path(__file__).with_name("legal_topics.yml").read_text(encoding="utf-8"))
    return {name: Topic(**row) for name, row in data.items()}


def told_in(text: str, today: date, asked: list[Fact] | tuple[Fact, ...] = ()) -> Told:
    """The facts that a message tells. `asked`: those just asked for, of which a bare answer is taken.

    A bare answer can be read for one fact alone: the first of those asked that it may be.
    """
    found: Told = {}
    if since := read_since(text, today):
        found["since"] = str(since)
    if (yuan := read_sum(text)) is not None:
        found["sum"] = yuan
    if (people := read_people(text)) is not None:
        found["people"] = people
    if name := read_employer(text):
        found["employer"] = name
    return found or _bare(text, asked)


def _bare(text: str, asked: list[Fact] | tuple[Fact, ...]) -> Told:
    for fact in asked:
        value: Any = None
        if fact == "sum":
            value = read_sum(text, asked=True)
        elif fact == "people":
            value = read_people(text, asked=True)
        elif fact == "employer":
            value = read_employer(text, asked=True)
        if value is not None:
            return {fact: value}
    return {}


def missing(topic: str, told: Told) -> list[Fact]:
    """What is still to be asked, at most two, the most needed first."""
    return [fact for fact in topics()[topic].asks if told.get(fact) is None][:MOST_ASKED]


def in_words(told: Told) -> str:
    """开始时间：2026年8月；金额：约20000元；人数：12人；单位：宏达纺织厂. Empty when nothing was told."""
    shown: dict[Fact, Any] = {
        "since": lambda value: Since.of(value).in_words(),
        "sum": lambda value: f"约{value}元",
        "people": lambda value: f"{value}人",
        "employer": lambda value: value,
    }
    return "；".join(f"{LABELS[fact]}：{shown[fact](told[fact])}" for fact in FACTS if told.get(fact))
