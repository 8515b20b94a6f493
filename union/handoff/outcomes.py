"""What came of a step on a case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from union.handoff.models import HandoffCase


@dataclass(frozen=True)
class Queued:
    """The member waits, or staff have taken the case already. `ahead`: how many are served before."""

    ahead: int
    case_id: int
    taken: bool = False


@dataclass(frozen=True)
class Absent:
    """Nobody of staff is there. `back`: when the desk opens again; None where no hours tell it."""

    reason: Literal["closed", "nobody"]
    back: datetime | None = None


@dataclass(frozen=True)
class Closed:
    """Nothing was queued: the member may leave a message. `number`: of the one they have left already."""

    absent: Absent
    number: str = ""


@dataclass(frozen=True)
class Left:
    """The message is kept under this number. `more`: added to the one that was there."""

    case_id: int
    number: str
    more: bool = False


@dataclass(frozen=True)
class Done:
    """The step was made, by this call or by the same call before."""

    case: HandoffCase


@dataclass(frozen=True)
class Refused:
    """The case is not in the state for it. `staff`: who has it, or who cannot take it.

    full: whoever should take it has as many as they can; no_staff, no_group: there is none of that name;
    idle: nobody has taken it; no_picture: the file is none.
    """

    reason: Literal[
        "unknown", "taken", "ended", "empty", "full", "no_staff", "no_group", "idle", "no_picture", "bad_reason"
    ]
    staff: str = ""
