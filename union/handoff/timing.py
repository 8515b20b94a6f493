"""What time brings about for a case. Pure: how it stands and `now` in, the step that is due out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal


@dataclass(frozen=True)
class Waiting:
    """A case that nobody has taken. `since`: for this group; `next_id`: the group after it."""

    since: datetime
    is_reminded: bool
    remind_minutes: int
    escalate_minutes: int
    next_id: int | None


@dataclass(frozen=True)
class Talk:
    """A case that staff have. `unanswered_since`: the member's first line after staff's last; None: staff spoke last.

    `is_gone`: whoever has it is not at the desk any more. `remind_minutes`: a silence of staff that is too long.
    """

    unanswered_since: datetime | None
    answered_at: datetime | None
    is_flagged: bool
    is_gone: bool
    remind_minutes: int
    silent_minutes: int


def due_of_waiting(case: Waiting, now: datetime) -> Literal["remind", "escalate"] | None:
    """Nobody took it in time: staff are reminded, then the next group is asked."""
    waited = now - case.since
    if case.next_id is not None and waited >= timedelta(minutes=case.escalate_minutes):
        return "escalate"
    return "remind" if not case.is_reminded and waited >= timedelta(minutes=case.remind_minutes) else None


def due_of_talk(talk: Talk, now: datetime) -> Literal["give_back", "flag", "end"] | None:
    """Who waits for somebody who has gone is given to others; who has fallen silent is let go."""
    if talk.unanswered_since is not None:
        if talk.is_gone:
            return "give_back"
        late = now - talk.unanswered_since >= timedelta(minutes=talk.remind_minutes)
        return "flag" if late and not talk.is_flagged else None
    quiet = talk.answered_at is not None and now - talk.answered_at >= timedelta(minutes=talk.silent_minutes)
    return "end" if quiet else None
