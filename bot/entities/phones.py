"""Phone numbers: mobiles with blanks, dashes or +86, and landlines with their area code."""

import re
from collections.abc import Iterator

import phonenumbers

from bot.entities.entity import Entity

# Matching costs 45 µs, so only texts that hold enough digits are tried.
_MAYBE = re.compile(r"(?:\d[\s()-]*){10}")


def find_phones(text: str) -> Iterator[Entity]:
    """Value: the national digits, without blanks (13857123456, 057188881234)."""
    if not _MAYBE.search(text):
        return
    for match in phonenumbers.PhoneNumberMatcher(text, "CN"):
        digits = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.NATIONAL)
        yield Entity("phone", re.sub(r"\D", "", digits), match.start, match.end, match.raw_string)
