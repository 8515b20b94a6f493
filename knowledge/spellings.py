"""The pinyin fallback: a name typed by sound (友蜜家) is read as the name it sounds like (友觅家)."""

from collections.abc import Callable, Iterable

from knowledge.homophones import sounds
from knowledge.terms import plain

SHORTEST = 3  # two syllables sound like too many other words
LONGEST = 12


class Spellings:
    """All names by their sound."""

    def __init__(self, names: Iterable[str]) -> None:
        spelt = [name for name in map(plain, names) if SHORTEST <= len(name) <= LONGEST]
        self._by_sound = {sounds(name): name for name in spelt}
        self._lengths = sorted({len(name) for name in spelt}, reverse=True)
        self._beginnings = {heard[:2] for heard in self._by_sound}

    def respell(self, question: str, is_known: Callable[[str], bool]) -> str:
        """The question with names put right; right words stay.

        Args:
            question: normalised.
            is_known: whether a pair of characters occurs in any entry. A name is only put in the place of
                something that holds a pair that does not.
        """
        heard = sounds(question)
        for start in range(len(question) - SHORTEST + 1):
            if heard[start : start + 2] not in self._beginnings:
                continue
            for length in self._lengths:
                name = self._by_sound.get(heard[start : start + length])
                written = question[start : start + length]
                if name is not None and name != written and not all(map(is_known, _pairs(written))):
                    return self.respell(question[:start] + name + question[start + length :], is_known)
        return question


def _pairs(text: str) -> list[str]:
    return [text[start : start + 2] for start in range(len(text) - 1)]
