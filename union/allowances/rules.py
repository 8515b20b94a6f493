"""How many customer-service messages a member may still be sent, and until when. Pure.

The platform's table: a member's message allows a few for two days; a click, a follow or a scan a few for a minute.
A trigger starts its own allowance anew; both kinds stand beside each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Trigger = Literal["message", "moment"]
Reason = Literal["window", "used_up"]


@dataclass(frozen=True)
class Allowance:
    """What is left of both kinds. `until` None: nothing has allowed any yet."""

    message_left: int = 0
    message_until: datetime | None = None
    moment_left: int = 0
    moment_until: datetime | None = None

    def parts(self) -> list[tuple[Trigger, int, datetime | None]]:
        """Each kind with what is left of it and when it ends."""
        return [("message", self.message_left, self.message_until), ("moment", self.moment_left, self.moment_until)]

    def left(self, now: datetime) -> int:
        """How many messages may go out now."""
        return sum(left for _, left, until in self.parts() if until is not None and now < until)

    def ends(self) -> datetime | None:
        """When the last of it ends, or ended; None when the member has done nothing yet."""
        return max((until for _, _, until in self.parts() if until is not None), default=None)


@dataclass(frozen=True)
class Refused:
    """None may go out: outside of every window (45015), or all are used up (45047)."""

    reason: Reason


def spend(allowance: Allowance, now: datetime) -> Trigger | Refused:
    """Which kind the next message is taken from: the one that ends first."""
    parts = allowance.parts()
    taken = first_to_end([(left, until) for _, left, until in parts], now)
    return taken if isinstance(taken, Refused) else parts[taken][0]


def first_to_end(grants: Sequence[tuple[int, datetime | None]], now: datetime) -> int | Refused:
    """Index of the grant (messages left, end) that ends first among those with something left."""
    valid = sorted((until, index) for index, (_, until) in enumerate(grants) if until is not None and now < until)
    if not valid:
        return Refused("window")
    return next((index for _, index in valid if grants[index][0] > 0), Refused("used_up"))
