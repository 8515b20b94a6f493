"""The typed fields of template messages and subscribe notices: what each may hold, and how a text is made to fit.

The platform's table of types (参数值内容限制说明). A value that breaks it has the whole notice refused with 47003, so
a text is normalised and cut where that keeps its sense; otherwise there is no value, and the notice goes another way.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial

from webhook.moments import moments
from webhook.xml import clean

THING, NAME, LATIN_NAME, PHRASE = 20, 10, 20, 5
LONG_STRING = 32
PHONE = 17
PLATE = 8
UNTYPED = 100  # first, keyword1, remark of old templates: no limit is documented

_FIELD = re.compile(r"([a-z]+(?:_[a-z]+)?)(\d{1,3})|first|remark")
_SPACE = re.compile(r"\s+")
_NOT_PRINTABLE_ASCII = re.compile(r"[^\x20-\x7e]+")
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_NUMBER = re.compile(r"[^\d.,\-−－]*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[^\d.,]*")
_AMOUNT = re.compile(r"([¥$€£]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(元?)")


def type_of(field: str) -> str | None:
    """The type of a field by its name (thing1: thing; first, keyword1: untyped); None when there is none such."""
    match = _FIELD.fullmatch(field)
    if match is None:
        return None
    kind = match[1] or "untyped"
    return "untyped" if kind == "keyword" else kind if kind in _FITS else None


def fit(kind: str, text: str) -> str | None:
    """The text as a value of a field of this type, normalised and cut; None when it cannot be one."""
    return _FITS[kind](_SPACE.sub(" ", clean(text)).strip()) or None


def size(text: str) -> int:
    """Characters as the platform may count them: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def _cut(most: int, text: str, tail: str = "…") -> str:
    if size(text) <= most:
        return text
    kept = text.encode("utf-16-le")[: 2 * (most - len(tail))].decode("utf-16-le", errors="ignore")
    return kept.rstrip(" \u200d\ufe0f") + tail


def _latin(text: str) -> str:
    """Full-width forms become plain ones, what is not ASCII goes."""
    return _SPACE.sub(" ", _NOT_PRINTABLE_ASCII.sub(" ", unicodedata.normalize("NFKC", text))).strip()


def _number(text: str) -> str:
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    digits = match[1].replace(",", "") if match else ""
    return digits if len(digits) <= LONG_STRING else ""


def _amount(text: str) -> str:
    match = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None:
        return ""
    sign, whole, cents, unit = match[1], match[2].replace(",", ""), match[3] or "", match[4]
    return f"{sign}{whole}{cents}{unit}" if len(whole) <= 10 else ""


def _phone_number(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"[\s()]+", "-", plain).strip("-")
    return digits if re.fullmatch(r"\+?\d[\d\-]*", digits) and len(digits) <= PHONE else ""


def _plate(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("·", "")
    return (
        plain if re.fullmatch(rf"[{_HAN}A-Za-z0-9][A-Za-z0-9]+[{_HAN}A-Za-z0-9]", plain) and len(plain) <= PLATE else ""
    )


def _name(text: str) -> str:
    """10 characters with 汉字 in it, 20 of letters alone; no digits."""
    plain = re.sub(r"\d+", "", text).strip()
    return _cut(NAME if re.search(r"[^\x20-\x7e]", plain) else LATIN_NAME, plain, tail="")


def _phrase(text: str) -> str:
    return "".join(re.findall("[\u4e00-\u9fff]", text))[:PHRASE]


def _kept(pattern: str, most: int, text: str) -> str:
    return "".join(re.findall(pattern, text))[:most]


def _short(most: int, text: str) -> str:
    """As it stands or not at all: a value of a list cannot be cut."""
    return text if size(text) <= most else ""


_FITS: Mapping[str, Callable[[str], str]] = {
    "thing": partial(_cut, THING),
    "number": _number,
    "letter": partial(_kept, "[A-Za-z]", LONG_STRING),
    "symbol": partial(_kept, r"[^\w\s]", 5),
    "character_string": lambda text: _latin(text).lstrip(":;,. ")[:LONG_STRING].strip(),
    "time": partial(moments, with_time=True),
    "date": partial(moments, with_time=False),
    "amount": _amount,
    "phone_number": _phone_number,
    "car_number": _plate,
    "name": _name,
    "phrase": _phrase,
    "const": partial(_short, THING),
    "enum": partial(_short, THING),
    "untyped": partial(_cut, UNTYPED),
}
TYPES = frozenset(_FITS) - {"untyped"}
