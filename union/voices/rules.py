"""What a suggestion must be, its number, its topic, and whether it can wait. Pure but for the file read once."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from base.clock import to_shanghai

FILE = Path(__file__).with_name("topics.yml")
MOST = 2_000  # characters of a suggestion
MOST_A_DAY = 10  # of one member; who has more to say is better helped by people
OTHER = "其他"
_DENIED = re.compile(r"(?:没有?|未|无)(?:人)?$")


@dataclass(frozen=True)
class Refused:
    """Not taken. `detail`: a number, where the reason needs one."""

    reason: Literal["empty", "too_long", "unknown_topic", "too_many", "unknown", "handled"]
    detail: str = ""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


def topics() -> list[str]:
    """Names, in the order they are offered."""
    return list(_data()["topics"])


def topic_of(text: str) -> str | None:
    """The topic the text speaks of, where its words tell."""
    return next((name for name, words in _data()["topics"].items() if any(word in text for word in words)), None)


def is_urgent(text: str) -> bool:
    """Whether somebody may be in danger: 漏电, 受伤 … and it is not said that nobody was (没有人受伤)."""
    return any(
        not _DENIED.search(text[: found.start()])
        for word in _data()["urgent"]
        for found in re.finditer(re.escape(word), text)
    )


def wrong_text(text: str) -> Refused | None:
    """What is wrong with a suggestion's text, if anything."""
    if not any(sign.isalnum() for sign in text):
        return Refused("empty")
    return Refused("too_long", str(len(text))) if len(text) > MOST else None


def day_of(now: datetime) -> str:
    return to_shanghai(now).strftime("%Y%m%d")


def number(day: str, count: int) -> str:
    """JY-20261118-0007"""
    return f"JY-{day}-{count:04d}"
