"""How much a message leans on the one before: "那什么时候", "吴兴呢", "司机几个" after an entry about drivers."""

import re
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.entries import Program
from knowledge.normalise import normalise
from knowledge.places import find_places
from knowledge.terms import lexicon

LONGEST = 16  # characters; whoever writes more says what it is about
LEFT_OVER = 1  # Chinese characters that may be left when places, question words and generic words are gone
LEFT_OVER_POINTING = 3  # the same, where a word points back
TERSE = 6  # characters
COVERED = 0.5  # share of what is left that the entry talked about must hold
_NAMED = re.compile(r"[\u4e00-\u9fff]+|[a-z]{2,}")
_POINTING = re.compile(r"^(那(?!么多)|它|其|该|上面|刚才)|那里|那边|那儿|那个|它们?|其中")
_TO_THE_BOT = re.compile(r"^(你|您)(们)?(能|会|可以|是|叫|都|懂|有|几岁|多大|在|知道)")


class Leaning(IntEnum):
    """From a message that stands alone to one that says nothing by itself."""

    NOT = 0
    COVERED = 1  # short, and what it names is part of what was talked about
    POINTING = 2  # a word points back: 那里有什么玩的
    BARE = 3  # nothing but places, question words and words for what is asked


@lru_cache(maxsize=1)
def _words() -> dict[str, re.Pattern[str]]:
    data = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return {
        name: re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True))) for name, words in data.items()
    }


def leaning(text: str, about: Program | None = None) -> Leaning:
    """How much the message leans on what was talked about (`about`: the entry told last)."""
    plain = normalise(text)
    if not plain or len(plain) > LONGEST or _TO_THE_BOT.search(plain) or _words()["standing"].search(plain):
        return Leaning.NOT
    left = named_in(plain)
    count = sum(map(len, left))
    if count <= LEFT_OVER:
        return Leaning.BARE
    if count <= LEFT_OVER_POINTING and _POINTING.search(plain):
        return Leaning.POINTING
    if about is None:
        return Leaning.NOT
    asked_before = _spelt("\n".join([*about.questions, *(word for gap in about.gaps for word in gap.about)]))
    return Leaning.COVERED if _share(left, f"{_told(about)}\n{asked_before}") >= COVERED else Leaning.NOT


def is_terse(text: str) -> bool:
    """Whether a few question words are all there is: it could not be about anything else (谁能去, 从哪儿上车)."""
    plain = normalise(text)
    return len(plain) <= TERSE and not named_in(plain)


def named_in(text: str) -> list[str]:
    """What a message is about: the pieces left when places, question words and generic words are gone."""
    rest = lexicon().without_ignored(without_places(normalise(text)))
    return _NAMED.findall(_words()["generic"].sub("|", rest))


def on_the_same(program: Program, question: str) -> float:
    """The share of what a question names that the entry's names and facts say literally."""
    return _share(named_in(_words()["everywhere"].sub("|", normalise(question))), _told(program))


def without_places(text: str) -> str:
    """The text with the places of Zhejiang and beyond cut out."""
    for place in sorted(find_places(text), key=lambda found: -found.start):
        text = text[: place.start] + text[place.end :]
    return text


def _share(pieces: list[str], told: str) -> float:
    wanted = [piece[start : start + 2] for piece in pieces for start in range(max(len(piece) - 1, 1))]
    return sum(pair in told for pair in wanted) / len(wanted) if wanted else 1.0


def _told(program: Program) -> str:
    facts = program.facts
    texts = [program.name, *program.aliases, facts.what, facts.who, facts.when, facts.where, facts.how, facts.contact]
    labels = [f"{figure.label}{figure.value}" for figure in facts.figures]
    return _spelt("\n".join(text for text in [*texts, *labels] if text))


@lru_cache(maxsize=1024)
def _spelt(text: str) -> str:
    return normalise(text)
