"""How many customer-service messages an account may send a member, and until when.

The platform's table: a message allows 5 within 48 hours; a click, a follow or a scan 3 within a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from union.allowances import rules


@dataclass(frozen=True)
class GrantRule:
    """What one trigger allows."""

    trigger: str
    messages: int
    within: timedelta


MESSAGE_GRANT = GrantRule("message", 5, timedelta(hours=48))
CLICK_GRANT = GrantRule("click", 3, timedelta(minutes=1))
FOLLOW_GRANT = GrantRule("follow", 3, timedelta(minutes=1))
SCAN_GRANT = GrantRule("scan", 3, timedelta(minutes=1))


@dataclass(frozen=True)
class Grant:
    """What is left of one trigger's allowance."""

    trigger: str
    left: int
    until: datetime


@dataclass(frozen=True)
class Spent:
    """One message may go out; `grants` are what remains."""

    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Refused:
    """None may: outside every window (45015), or all used up (45047)."""

    errcode: Literal[45015, 45047]


def grant(grants: Sequence[Grant], rule: GrantRule, now: datetime) -> tuple[Grant, ...]:
    """The allowances after a trigger: its own starts anew, the others stay."""
    others = tuple(one for one in grants if one.trigger != rule.trigger)
    return (*others, Grant(rule.trigger, rule.messages, now + rule.within))


def spend(grants: Sequence[Grant], now: datetime) -> Spent | Refused:
    """Take one message from the allowance that ends first."""
    taken = rules.first_to_end([(one.left, one.until) for one in grants], now)
    if isinstance(taken, rules.Refused):
        return Refused(45015 if taken.reason == "window" else 45047)
    rest = replace(grants[taken], left=grants[taken].left - 1)
    return Spent((*grants[:taken], rest, *grants[taken + 1 :]))
