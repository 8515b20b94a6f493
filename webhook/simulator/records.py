"""The raw side of a member's phone: the last deliveries and outbound calls, as they went over the wire."""

from collections import deque
from itertools import count
from typing import Any, TypeVar

from pydantic import BaseModel

from webhook.simulator.platform import Try

KEPT = 20


class Exchange(BaseModel):
    """One delivery: its tries so far."""

    title: str
    tries: list[Try] = []


class Call(BaseModel):
    """One outbound call that concerned this member, with the platform's answer."""

    path: str
    request: str
    response: str


One = TypeVar("One", Exchange, Call)


class Records:
    """The last ones of either kind, oldest first, each with a number of its own."""

    def __init__(self) -> None:
        self._kept: deque[tuple[int, Exchange | Call]] = deque(maxlen=KEPT)
        self._numbers = count(1)

    def keep(self, record: Exchange | Call) -> dict[str, Any]:
        """The record as JSON; the same object again keeps its number."""
        number = next((number for number, kept in self._kept if kept is record), 0)
        if not number:
            number = next(self._numbers)
            self._kept.append((number, record))
        return _as_json(number, record)

    def last(self, kind: type[One]) -> One | None:
        """The newest of this kind."""
        return next((record for _, record in reversed(self._kept) if isinstance(record, kind)), None)

    def as_json(self) -> list[dict[str, Any]]:
        return [_as_json(number, record) for number, record in self._kept]


def _as_json(number: int, record: Exchange | Call) -> dict[str, Any]:
    kind = "call" if isinstance(record, Call) else "exchange"
    return {"number": number, "kind": kind, **record.model_dump(mode="json")}
