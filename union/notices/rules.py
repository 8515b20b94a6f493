"""When a notice may go out, and what follows from how a sending ended. Pure decisions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from base.clock import SHANGHAI, to_shanghai
from base.limits import Limits
from union.notices.kinds import Manners
from union.notices.sender import Outcome

LONGEST_WAIT = timedelta(hours=1)  # to which our own waits grow; the platform may ask for more
TOO_LATE = "到期前没能送出"


@dataclass(frozen=True)
class PutOff:
    """Back to waiting, to be sent at `due`."""

    due: datetime
    reason: str


@dataclass(frozen=True)
class Ended:
    """Nothing more is done: how it ended."""

    state: Literal["sent", "failed", "unknown", "expired"]
    reason: str = ""


@dataclass(frozen=True)
class Rates:
    """Sends a minute of all workers together: `single` for notices of one member, `broadcast` for the rest."""

    single: int
    broadcast: int


def send_at(kind: Manners, due: datetime, now: datetime, limits: Limits, expires: datetime | None = None) -> datetime:
    """When a notice that is due then is to be sent: at once, or in the morning after the quiet hours.

    What would be useless in the morning goes at once.
    """
    moment = max(due, now)
    morning = _morning(moment, limits)
    if kind.urgent or morning is None or (expires is not None and expires <= morning):
        return moment
    return morning


def after_sending(
    outcome: Outcome, kind: Manners, tries: int, expires: datetime | None, now: datetime, limits: Limits
) -> PutOff | Ended:
    """What to do next; `tries` counts this sending too. Only what was certainly not sent is tried again."""
    if outcome.state != "later":
        return Ended(outcome.state, outcome.reason)
    if tries >= kind.tries:
        return Ended("failed", f"试了{tries}次没有送出：{outcome.reason}")
    due = send_at(kind, now + _wait(outcome.wait, tries), now, limits, expires)
    if expires is not None and due >= expires:
        return Ended("expired", f"{TOO_LATE}：{outcome.reason}")
    return PutOff(due, outcome.reason)


def rates(limits: Limits) -> Rates:
    """Half for each, so that a broadcast never holds up a confirmation."""
    broadcast = max(1, limits.notices_a_minute // 2)
    return Rates(single=max(1, limits.notices_a_minute - broadcast), broadcast=broadcast)


def burst(a_minute: int) -> tuple[int, float]:
    """A number of sends, and the seconds in which they are allowed; short, so that nobody waits a minute."""
    return (a_minute, 60.0) if a_minute < 60 else (a_minute // 30, 2.0)


def _wait(asked: timedelta, tries: int) -> timedelta:
    """What the platform asked for, doubled at every try; a longer wait (tomorrow's quota) is taken as it is."""
    grown: timedelta = asked * 2 ** (tries - 1)
    return max(asked, min(grown, LONGEST_WAIT))


def _morning(moment: datetime, limits: Limits) -> datetime | None:
    """The end of the quiet hours that `moment` lies in; None outside of them."""
    local = to_shanghai(moment)
    start, end, time = limits.quiet_from, limits.quiet_until, local.time()
    over_night = start > end
    is_quiet = (time >= start or time < end) if over_night else (start <= time < end)
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if over_night and time >= start else 0)
    return datetime.combine(day, end, SHANGHAI).astimezone(moment.tzinfo)
