"""What the intent model sees of a text: six views of it, each a list of short strings.

chars      character n-grams 1-3, places, dates, counts and names replaced by a sign each
sounds     syllables 1-2 (homophone typos: 报明 sounds like 报名)
words      words of the training sentences (cut by jieba when training; a plain lexicon afterwards)
concepts   what the words mean (取消 撤掉 退了 -> cancel)
pairs      concepts that stand together (cancel + lawyer), in order and at all
mixed      n-grams 1-3 of the text with words replaced by their concepts
"""

import re
from datetime import UTC, datetime
from itertools import pairwise

from bot.components.concepts import Lexicon, concepts
from bot.entities.entity import Entity
from bot.entities.extract import extract
from knowledge.homophones import sounds
from knowledge.normalise import normalise

FIELDS = ("chars", "sounds", "words", "concepts", "pairs", "mixed")
LONGEST = 200  # characters that are looked at: the first and the last half of it

_SIGNS = {
    "city": "Ⓟ",
    "district": "Ⓟ",
    "date": "Ⓓ",
    "time": "Ⓣ",
    "count": "Ⓒ",
    "ordinal": "Ⓞ",
    "phone": "Ⓗ",
    "person_name": "Ⓜ",
}
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # only where a date stands matters, not which
_DIGITS = re.compile(r"\d+")
_MOST_CONCEPTS = 24


class Featuriser:
    """Views of a text; `words` is the lexicon learnt in training."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._lexicon = Lexicon(words)

    def views(self, text: str) -> list[list[str]]:
        """One list of features for each of FIELDS."""
        plain = _shortened(normalise(text))
        masked = mask(plain)
        found = [word for word, known in concepts().lexicon.cut(plain) if known]
        return [
            _ngrams(["^", *masked, "$"], 3, ""),
            _ngrams(list(sounds(plain)), 2, "_"),
            [piece for piece, _ in self._lexicon.cut(plain)],
            [concept for word in found for concept in concepts().of[word]],
            _pairs(found),
            _ngrams(_mixed(masked), 3, " "),
        ]


def mask(text: str) -> str:
    """The text with entities as signs: 上城区周三两个人 -> ⓅⒹⒸ. Numbers that are none become 0."""
    taken = len(text) + 1
    for one in sorted(_entities(text), key=lambda one: (-one.start, one.end)):
        if one.end <= taken:
            text = text[: one.start] + _SIGNS[one.entity] + text[one.end :]
            taken = one.start
    return _DIGITS.sub("0", text)


def _entities(text: str) -> list[Entity]:
    return [one for one in extract(text, _SOME_DAY) if one.entity in _SIGNS]


def _shortened(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else text[:half] + text[-half:]


def _ngrams(signs: list[str], longest: int, joint: str) -> list[str]:
    return [joint.join(signs[i : i + n]) for n in range(1, longest + 1) for i in range(len(signs) - n + 1)]


def _pairs(found: list[str]) -> list[str]:
    of = concepts().of
    order = ["^", *(of[word][0] for word in found), "$"]
    present = sorted({concept for word in found for concept in of[word]})[:_MOST_CONCEPTS]
    together = [f"{one}*{other}" for i, one in enumerate(present) for other in present[i + 1 :]]
    return [f"{one}>{other}" for one, other in pairwise(order)] + together


def _mixed(masked: str) -> list[str]:
    of = concepts().of
    pieces = concepts().lexicon.cut(masked)
    return ["^", *(f"<{of[piece][0]}>" if known else piece for piece, known in pieces if piece != " "), "$"]
