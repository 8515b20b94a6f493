"""One way to write a member's text, used by understanding and search alike.

Width and case folded, traditional characters made simplified, emoji and control signs removed, fillers and
repeated signs trimmed, the domain's words repaired where they were typed by sound.
"""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from knowledge.homophones import repair

CACHED_LENGTH = 200  # longer texts are rare and would fill the cache

_SIMPLIFY = OpenCC("t2s")
_WHITE = re.compile(r"\s+")
_REPEATED_SIGN = re.compile(r"([^\w\s])\1+")
_REPEATED_LETTER = re.compile(r"([^\W\d_a-z])\1{2,}")
_SIGNS_AT_EDGES = re.compile(r"^[\s,.;:!?~、。…·]+|[\s,;:~、。…·.!]+$")
_OPENERS = re.compile(r"^(?:(?:呃|额|嗯|唔|哎|诶|欸|哦|噢|喔|那个|这个|就是)+[\s,.~、。…!]+)+(?=.{2})")
_CLOSERS = re.compile(r"(?<=.{4})(?:哈|呗|哟|哦|喔|噢|诶|欸|呀|啊|哇|哒|滴)+(?=[?!]?$)")
_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "So", "Sk"}
_KEPT = frozenset("\n\t ")


def normalise(text: str) -> str:
    """The text in one spelling; "" when it holds nothing but emoji or signs that mean nothing."""
    return _cached(text) if len(text) <= CACHED_LENGTH else _normalise(text)


def _normalise(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(sign for sign in text if not _is_noise(sign))
    text = _simplified(text)
    text = _REPEATED_LETTER.sub(r"\1\1", _REPEATED_SIGN.sub(r"\1", _WHITE.sub(" ", text)))
    text = _SIGNS_AT_EDGES.sub("", text)
    return repair(_CLOSERS.sub("", _OPENERS.sub("", text)))


_cached = lru_cache(maxsize=8192)(_normalise)


@lru_cache(maxsize=16384)
def _is_noise(sign: str) -> bool:
    return sign not in _KEPT and unicodedata.category(sign) in _DROPPED_CATEGORIES


def _simplified(text: str) -> str:
    """Simplified characters. The converter is slow and asked only when a character needs it."""
    return _SIMPLIFY.convert(text) if any(map(_is_traditional, text)) else text


@lru_cache(maxsize=16384)
def _is_traditional(sign: str) -> bool:
    converted: str = _SIMPLIFY.convert(sign)
    return converted != sign
