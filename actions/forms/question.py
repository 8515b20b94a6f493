"""A question of a form, and how an answer is read from a message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from actions.turn import Turn


@dataclass(frozen=True)
class Value:
    """The message answers the question."""

    value: Any


@dataclass(frozen=True)
class Invalid:
    """An answer that cannot be taken; `response` says why, `changes` narrow what is offered instead."""

    response: str
    variables: dict[str, object] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Narrowed:
    """The message speaks to the question but leaves several answers; `changes` are slots that narrow them."""

    changes: dict[str, Any]


Reading = Value | Narrowed | Invalid | None
Reader = Callable[[Turn, bool], Awaitable[Reading]]


@dataclass(frozen=True)
class Question:
    """A slot, how it is read, and what members call it when they correct it.

    `read(turn, asked)`: `asked` tells whether this question was the last one put to the member.
    `personal`: the answer is personal data, so the member is told what it is for before.
    """

    slot: str
    read: Reader
    words: tuple[str, ...] = ()
    personal: bool = False
