"""What a member's name and phone number must look like. Pure: text in, the clean value or None out."""

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

_MOBILE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]"
# 欧阳娜娜, 阿依古丽·买买提; or Latin words: Anna-Maria O'Neil.
_NAME = re.compile(rf"{_HAN}+(?:·{_HAN}+)*|[A-Za-z]+(?:[ '’·.-]+[A-Za-z]+)*\.?")
_DOTS = str.maketrans("•・‧∙．", "·····")  # the middle dot as other keyboards type it
NAME_LENGTH = range(2, 21)


def mobile_phone(text: str) -> str | None:
    """The eleven digits of a mobile phone of mainland China (+86, blanks and full-width digits are fine), or None."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), "CN")
    except NumberParseException:
        return None
    if number.country_code != 86 or number.extension or not phonenumbers.is_valid_number(number):
        return None
    return str(number.national_number) if phonenumbers.number_type(number) in _MOBILE_TYPES else None


def person_name(text: str) -> str | None:
    """A name of 2 to 20 Chinese or Latin letters (a middle dot or blanks between its parts), or None."""
    name = " ".join(unicodedata.normalize("NFKC", text.translate(_DOTS)).split())
    name = name.translate(_DOTS)
    letters = sum(character.isalpha() for character in name)
    return name if letters in NAME_LENGTH and _NAME.fullmatch(name) else None


def masked_name(name: str | None, member_id: str) -> str:
    """How staff see a member before they ask for more: the first letter, or the start of the pseudonym."""
    return f"{name[0]}{'*' * min(len(name) - 1, 3)}" if name else f"会员{member_id[:6]}"
