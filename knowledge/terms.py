"""A text as the terms search counts: characters, pairs of characters, meanings; without words that tell nothing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.area import Spot, narrowest
from knowledge.normalise import normalise
from knowledge.places import find_places, gazetteer

FOLDER = Path(__file__).parent
LONGEST = 400  # characters of a question that count: the last ones, where the point is
_SEPARATOR = "|"
_SIGN = re.compile(r"[^\w一-鿿+%]+|_")
_LATIN = re.compile(r"[a-z0-9.+%]+")


class Lexicon:
    """Meanings and ignored words of concepts.yml."""

    def __init__(self, concepts: dict[str, list[str]], ignored: Sequence[str] = ()) -> None:
        meanings: dict[str, set[str]] = defaultdict(set)
        for concept, words in concepts.items():
            for word in words:
                meanings[word].add(f"#{concept}")
        self._by_first: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
        for word, found in meanings.items():
            self._by_first[word[0]].append((word, found))
        self._ignored = re.compile("|".join(sorted(map(re.escape, ignored), key=len, reverse=True)) or "(?!)")

    def concepts(self, text: str) -> set[str]:
        """The meanings of every listed word inside the text."""
        found: set[str] = set()
        for start, sign in enumerate(text):
            for word, meanings in self._by_first.get(sign, ()):
                if text.startswith(word, start):
                    found |= meanings
        return found

    def without_meanings(self, text: str) -> str:
        """The text with a separator in the place of every listed word."""
        covered: set[int] = set()
        for start, sign in enumerate(text):
            for word, _ in self._by_first.get(sign, ()):
                if text.startswith(word, start):
                    covered.update(range(start, start + len(word)))
        return "".join(_SEPARATOR if position in covered else sign for position, sign in enumerate(text))

    def without_ignored(self, text: str) -> str:
        """The text with a separator in the place of words that tell nothing."""
        return self._ignored.sub(_SEPARATOR, text)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of concepts.yml, read once."""
    data = yaml.safe_load((FOLDER / "concepts.yml").read_text(encoding="utf-8"))
    return Lexicon(data["concepts"], data["ignored"])


def plain(text: str) -> str:
    """The normalised text without signs, for comparing names."""
    return _SIGN.sub("", normalise(text))


def without_divisions(text: str) -> str:
    """The text without names of cities and districts: the area is compared by itself (area.py)."""
    book = gazetteer()
    for place in reversed(find_places(text)):
        if place.city is not None and book.is_division(place.text):
            text = text[: place.start] + _SEPARATOR + text[place.end :]
    return text


def place_terms(text: str) -> set[str]:
    """The divisions a text names, as terms of their own: 庆元工匠 -> {@丽水市 庆元县}."""
    return set(map(place_term, narrowest(find_places(text))))


def place_term(spot: Spot) -> str:
    """The term of a city or district."""
    return f"@{spot[0]} {spot[1] or ''}"


def terms(text: str, meanings: Lexicon | None = None) -> set[str]:
    """The terms of one text: 周三理发 -> {周, 三, 理, 发, 周三, 三理, 理发, #haircut}.

    Args:
        text: a question or a text of an entry.
        meanings: another lexicon's meanings instead of those of concepts.yml.
    """
    text = _SIGN.sub(_SEPARATOR, without_divisions(normalise(text)[-LONGEST:]))
    return set(_grams(lexicon().without_ignored(text))) | (meanings or lexicon()).concepts(text)


def proper_pairs(text: str) -> set[str]:
    """Pairs of characters outside words of a general meaning: what may be part of a proper name."""
    text = lexicon().without_meanings(_SIGN.sub(_SEPARATOR, without_divisions(normalise(text)[-LONGEST:])))
    return {gram for gram in _grams(lexicon().without_ignored(text)) if len(gram) > 1}


def _grams(text: str) -> Iterator[str]:
    for piece in text.split(_SEPARATOR):
        yield from _LATIN.findall(piece)
        for start, sign in enumerate(piece):
            if not sign.isascii():
                yield sign
                if start + 1 < len(piece) and not piece[start + 1].isascii():
                    yield piece[start : start + 2]
