"""One piece of information found in a message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """`text[start:end]` of the message says `value` (in the contract's form: 杭州市, 2026-11-25, T14:00, 3)."""

    entity: str
    value: str
    start: int
    end: int
    text: str

    def overlaps(self, other: "Entity") -> bool:
        return self.start < other.end and other.start < self.end
