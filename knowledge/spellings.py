"""The pinyin fallback: a name typed by sound (友蜜家) is read as the name it sounds like (友觅家)."""

from collections.abc import Callable, Iterable

from knowledge.homophones import sounds

SHORTEST = 3  # two syllables sound like too many other words
LONGEST = 12


class Spellings:
    """All names by their sound."""

    def __init__(self, names: Iterable[str]) -> None:
        """Names as `terms.plain` makes them."""
        self._names = {name for name in names if SHORTEST <= len(name) <= LONGEST}
        # Sorted, so that of names that sound alike the same one is taken in every process.
        self._by_sound = {sounds(name): name for name in sorted(self._names)}
        self._lengths = sorted(set(map(len, self._names)), reverse=True)
        self._beginnings = {heard[:2] for heard in self._by_sound}

    def respell(self, question: str, is_known: Callable[[str], bool]) -> str:
        """The question with names put right, in one pass from the left; right words and right names stay.

        Args:
            question: normalised.
            is_known: whether a pair of characters occurs in any entry. A name is only put in the place of
                something that holds a pair that does not.
        """
        heard = sounds(question)
        read: list[str] = []
        start = 0
        while start < len(question):
            # What was read is passed over: names whose sounds overlap would rewrite each other without end.
            name = self._name_at(question, heard, start, is_known)
            read.append(name or question[start])
            start += len(name) if name else 1
        return "".join(read)

    def _name_at(
        self, question: str, heard: tuple[str, ...], start: int, is_known: Callable[[str], bool]
    ) -> str | None:
        """The longest name that begins there, by its spelling or else by its sound."""
        if heard[start : start + 2] not in self._beginnings:
            return None
        for length in self._lengths:
            name = self._by_sound.get(heard[start : start + length])
            if name is None:
                continue
            written = question[start : start + length]
            if written in self._names:
                return written
            if not all(map(is_known, _pairs(written))):
                return name
        return None


def _pairs(text: str) -> list[str]:
    return [text[start : start + 2] for start in range(len(text) - 1)]
