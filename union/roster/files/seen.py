"""What of a file was read already: on disk, so that a long roster takes no more memory than a short one.

Holds blind indexes only; the file is SQLite's own temporary one, and gone when it is closed.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from types import TracebackType

from union.roster.entering import CARD, PHONE, Prepared, Problem


class Seen:
    """The cards and phones of one file, with their lines."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("")
        self._file.execute("CREATE TABLE cards (card TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._file.execute("CREATE TABLE phones (phone TEXT, union_id TEXT, name TEXT, line INTEGER)")
        self._file.execute("CREATE INDEX by_phone ON phones (phone)")

    def __enter__(self) -> "Seen":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, one: Prepared) -> Problem | None:
        """Note a line; a Problem where an earlier one has its card, or its phone (another name, or the same union).

        The first of two lines stands.
        """
        line = one.line
        earlier = self._file.execute("SELECT line FROM cards WHERE card = ?", one.cards[:1]).fetchone()
        if earlier:
            return Problem(line.number, CARD, f"和第 {earlier[0]} 行的卡号重复")
        self._file.executemany("INSERT OR IGNORE INTO cards VALUES (?, ?)", [(card, line.number) for card in one.cards])
        if not one.phones:
            return None
        name = _hidden(one)
        there = self._file.execute("SELECT union_id, name, line FROM phones WHERE phone = ?", one.phones[:1]).fetchall()
        for union_id, other, number in there:
            if union_id == line.union_id or other != name:
                return Problem(line.number, PHONE, f"和第 {number} 行的手机号重复")
        row = (one.phones[0], line.union_id, name, line.number)
        self._file.execute("INSERT INTO phones VALUES (?, ?, ?, ?)", row)
        return None

    def lacks(self, cards: Sequence[str]) -> list[str]:
        """Of these indexes of cards, those that the file does not have."""
        marks = ",".join("?" * len(cards))
        found = self._file.execute(f"SELECT card FROM cards WHERE card IN ({marks})", tuple(cards))  # noqa: S608
        there = {card for (card,) in found}
        return [card for card in cards if card not in there]


def _hidden(one: Prepared) -> str:
    """Equal for equal names, on one phone: all that is compared."""
    return hashlib.sha256(f"{one.phones[0]}{one.line.record.name}".encode()).hexdigest()
