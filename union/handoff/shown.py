"""A case as the desk shows it, open or ended."""

from dataclasses import dataclass
from datetime import datetime

from union.handoff.homes import Home
from union.handoff.models import HandoffCase
from union.members.rules import masked_name


@dataclass(frozen=True)
class DeskCase:
    """One case as staff see it. `last_author` and `last_text`: the newest line, events and "转人工" left out.

    `number`: of a message that was left. `reminded`, `escalated`: nobody took it in time; `silent`: whoever has it
    lets the member wait. `union`, `area`: of the member, where a roster has them. `ended_why`: a key of END_REASONS.
    """

    id: int
    member_id: str
    member: str
    topic: str
    urgent: bool
    state: str
    staff: str | None
    asked_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None
    last_message_at: datetime | None
    last_author: str
    last_text: str
    number: str = ""
    group: str = ""
    reminded: bool = False
    escalated: bool = False
    silent: bool = False
    union: str = ""
    area: str = ""
    note: str = ""
    ended_by: str = ""
    ended_why: str = ""
    rating: int | None = None

    @property
    def awaits_answer(self) -> bool:
        """Whether the member had the last word, or left one."""
        return self.last_author == "member"


def desk_case_of(found: HandoffCase, name: str | None, group: str | None, home: Home | None) -> DeskCase:
    return DeskCase(
        id=found.id,
        member_id=found.member_id,
        member=masked_name(name, found.member_id),
        topic=found.topic,
        urgent=found.urgent,
        state=found.state,
        staff=found.staff,
        asked_at=found.asked_at,
        taken_at=found.taken_at,
        ended_at=found.ended_at,
        last_message_at=None,
        last_author="",
        last_text="",
        number=found.number,
        group=group or "",
        reminded=found.state == "waiting" and found.reminded_at is not None,
        escalated=found.state == "waiting" and found.escalated_at is not None,
        silent=found.state == "taken" and found.silent_at is not None,
        union=home.union if home else "",
        area=home.area if home else "",
        note=found.handover_note or "",
        ended_by=found.ended_by or "",
        ended_why=found.ended_why,
        rating=found.rating,
    )
