"""Phone numbers: mobiles with blanks, dashes or +86, and landlines with their area code."""

import re
from collections.abc import Iterator

import phonenumbers

from bot.entities.entity import Entity

# Matching costs 45 µs, so only texts that hold enough digits are tried.
_MAYBE = re.compile(r"(?:\d[\s()-]*){10}")
# The digits after these words are not to be called: 会员卡号 057187654321, 工号13800138000.
_OTHER_NUMBER = re.compile(
    r"(?:(?<!手机)(?<!电话)卡(?:号码?|的号码?)|会员(?:编?号|号码)|工号|证(?:件|书)?(?:号码?|编号)|身份证|编号|单号|尾号|账号|帐号)"
    r"[是为:：\s]*$"
)
_LABEL = 12  # characters before a number in which its label stands


def find_phones(text: str) -> Iterator[Entity]:
    """Value: the national digits, without blanks (13857123456, 057188881234)."""
    if not _MAYBE.search(text):
        return
    for match in phonenumbers.PhoneNumberMatcher(text, "CN"):
        if _OTHER_NUMBER.search(text, max(0, match.start - _LABEL), match.start):
            continue
        digits = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.NATIONAL)
        yield Entity("phone", re.sub(r"\D", "", digits), match.start, match.end, match.raw_string)
