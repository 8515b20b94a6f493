"""What was offered last, so that "第二个" or a bare "2" can be understood: one list at a time, of one kind."""

from collections.abc import Iterable
from typing import Literal

from rasa_sdk.events import EventType, SlotSet

from actions.turn import Turn
from knowledge.normalise import normalise
from union.conversations.reply import Choice

LONGEST_NUMBER = 3  # signs; no list is longer
Kind = Literal["events", "slots", "programs", "rights", "applications", "places"]


def offer(kind: Kind, items: Iterable[str], choices: Iterable[Choice] = ()) -> EventType:
    """Remember a list just shown, in the order shown; `choices`: what a tap on each sends, in the same order."""
    says = [choice.send for choice in choices]
    return SlotSet("offered", {"kind": kind, "items": list(items)} | ({"says": says} if says else {}))


def offered(turn: Turn, kind: Kind) -> list[str]:
    """The items shown last, if they were of this kind."""
    last = turn.slot("offered") or {}
    return last["items"] if last.get("kind") == kind else []


def picked(turn: Turn, items: list[str]) -> str | None:
    """The item that "第二个", "最后一个" or a bare "2" means; None when the message picks nothing."""
    given = turn.entity("ordinal") or turn.text.strip(" .。、第个场项")
    if len(given) > LONGEST_NUMBER or not given.lstrip("-").isdecimal():
        return None
    number = int(given)
    index = number - 1 if number > 0 else len(items) + number
    return items[index] if 0 <= index < len(items) and number != 0 else None


def tapped(turn: Turn, kind: Kind) -> str | None:
    """The item whose choice sends exactly this message."""
    last = turn.slot("offered") or {}
    says = [normalise(said) for said in last.get("says", ())]
    said = normalise(turn.text)
    return offered(turn, kind)[says.index(said)] if last.get("kind") == kind and said in says else None
