"""Repair of the domain's words where a member typed them by sound (words.yml)."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pypinyin import lazy_pinyin

FOLDER = Path(__file__).parent
MIXED_SOUNDS = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("hu", "fu")]


@lru_cache(maxsize=32768)
def sound(sign: str) -> str:
    """A character's sound without tone, with sounds that members mix up made one; the sign itself if not Chinese."""
    syllable: str = lazy_pinyin(sign)[0] if "一" <= sign <= "鿿" else sign
    for full, mixed in MIXED_SOUNDS:
        syllable = syllable.replace(full, mixed)
    return "l" + syllable[1:] if syllable.startswith("n") and len(syllable) > 1 else syllable


def sounds(text: str) -> tuple[str, ...]:
    """The sounds of a text, one per character."""
    return tuple(map(sound, text))


class Repairer:
    """Knows the words by sound (three characters and more) and by listed misspelling (shorter ones)."""

    def __init__(self, words: dict[str, Any]) -> None:
        long = [word for word in words["long"] if len(word) > 2]
        self._by_sound = {sounds(word): word for word in long}
        self._kept = set(long) | set(words["kept"])
        self._lengths = sorted({len(word) for word in long}, reverse=True)
        self._beginnings = {key[:2] for key in self._by_sound}
        self._short = {wrong: right for right, wrongs in words["short"].items() for wrong in wrongs}
        # Kept words are part of the pattern: found first, they hide the misspelling inside them.
        spellings = sorted([*self._short, *words["kept"]], key=len, reverse=True)
        self._short_pattern = re.compile("|".join(map(re.escape, spellings)))

    def repair(self, text: str) -> str:
        """The text with misspelt words of the domain put right; everything else stays as it is."""
        text = self._short_pattern.sub(lambda match: self._short.get(match[0], match[0]), text)
        heard = sounds(text)
        start = 0
        while start < len(text) - 2:
            word = self._word_at(text, heard, start) if heard[start : start + 2] in self._beginnings else None
            if word is not None:
                text = text[:start] + word + text[start + len(word) :]
            start += len(word) if word else 1
        return text

    def _word_at(self, text: str, heard: tuple[str, ...], start: int) -> str | None:
        for length in self._lengths:
            word: str | None = self._by_sound.get(heard[start : start + length])
            if word is not None and self._may_replace(text[start : start + length], word):
                return word
        return None

    def _may_replace(self, written: str, word: str) -> bool:
        """A right spelling stays; so does a text that shares no character with the word."""
        if written == word:
            return True
        if written in self._kept or any(kept in written for kept in self._kept if len(kept) < len(written)):
            return False
        return any(a == b for a, b in zip(written, word, strict=True))


@lru_cache(maxsize=1)
def repairer() -> Repairer:
    """The repairer of words.yml, made once."""
    return Repairer(yaml.safe_load((FOLDER / "words.yml").read_text(encoding="utf-8")))


def repair(text: str) -> str:
    """The text with the domain's words in their right spelling."""
    return repairer().repair(text)
