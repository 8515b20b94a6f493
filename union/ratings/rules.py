"""What a rating must be like. Pure."""

import re
from dataclasses import dataclass

LONGEST_WORDS = 500
_STARS = re.compile(r"^(?:给|打)?\s*([0-9]+)\s*(?:分|星|颗星)?[\s,，。:：]*")


@dataclass(frozen=True)
class Said:
    """Stars from 1 to 5, and what was said beside."""

    stars: int
    words: str


def read_rating(text: str) -> Said | None:
    """“5 律师很耐心”; None where no number from 1 to 5 comes first."""
    found = _STARS.match(text)
    if found is None or len(found[1]) > 1 or not are_stars(int(found[1])):
        return None
    return Said(int(found[1]), kept_words(text[found.end() :]))


def are_stars(number: int) -> bool:
    return 1 <= number <= 5


def kept_words(words: str) -> str:
    """As much of them as is kept."""
    return words.strip()[:LONGEST_WORDS]
