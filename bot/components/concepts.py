"""Words that mean the same, found in a text (concepts.yml)."""

from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("concepts.yml")


class Lexicon:
    """Finds the longest known word at each place, from the left."""

    def __init__(self, words: list[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append(word)

    def cut(self, text: str) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is a known word; unknown signs are pieces of their own."""
        pieces = []
        start = 0
        while start < len(text):
            word = next((one for one in self._by_first.get(text[start], ()) if text.startswith(one, start)), None)
            pieces.append((word or text[start], word is not None))
            start += len(word) if word else 1
        return pieces


class Concepts:
    """What each word of the lexicon stands for; the first concept of a word is its main one."""

    def __init__(self, concepts: dict[str, list[str]]) -> None:
        self.of: dict[str, list[str]] = {}
        for concept, words in concepts.items():
            for word in words:
                self.of.setdefault(word.lower(), []).append(concept)
        self.lexicon = Lexicon(list(self.of))


@cache
def concepts() -> Concepts:
    return Concepts(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
