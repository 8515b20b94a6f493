"""Who belongs to which union, and what a card, the end of an identity card and a code look like. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from union.ids import ALPHABET, CODE_LENGTH
from union.roster.standing import Standing

_CARD = re.compile(r"[0-9A-Z]{4,32}")
_LAST4 = re.compile(r"\d{3}[\dX]")
_CODE = re.compile(rf"[{ALPHABET}]{{{CODE_LENGTH}}}")
_GAPS = re.compile(r"[\s\-‐-―_.]+")


def belongs(standing: Standing, union_id: str, allies: Mapping[str, AbstractSet[str]]) -> bool:
    """Whether the union counts the person as its own: member of it, of one below it, or of an allied union."""
    own = {union_id, *allies.get(union_id, ())}
    return not own.isdisjoint(standing.all_unions)


def card_number(text: str) -> str | None:
    """The card number without gaps, or None where it cannot be one."""
    card = _plain(text)
    return card if _CARD.fullmatch(card) and any(sign.isdigit() for sign in card) else None


def last_four(text: str) -> str | None:
    """The last four signs of an identity card, or None."""
    four = _plain(text)
    return four if _LAST4.fullmatch(four) else None


def binding_code(text: str) -> str | None:
    """The code as it was given out, without the gaps it is printed with; None where it cannot be one."""
    code = _plain(text)
    return code if _CODE.fullmatch(code) else None


def _plain(text: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()
