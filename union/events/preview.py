"""What members will read of an event, before they do: the same words as in the dialogue and in the notices. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from union.events import texts
from union.events.describe import how_to_get_in, state_of, who_may
from union.events.meeting import Meeting
from union.events.models import Booking
from union.wording import day, day_and_time

_CODE = "A7BC2DEF"
_EXAMPLE = Booking(code=_CODE, places=1)


def shown_in_chat(sessions: Sequence[Meeting], now: datetime) -> str:
    """The event as the assistant shows it once it is published (`utter_event_details`)."""
    first = _published(sessions[0])
    is_one = len(sessions) == 1
    lines = [
        first.title if is_one else first.event_title,
        f"时间：{first.when if is_one else '；'.join(day(one.starts_at) for one in sessions[:3])}",
        f"地点：{first.city}{first.district}，{first.place}",
        f"面向：{who_may(first)}",
        f"名额：{state_of(first, now)}（{how_to_get_in(first)}）",
        f"报名：{day_and_time(max(one.sign_up_closes for one in sessions))}前，在这里直接报",
        first.description,
    ]
    return "\n".join(lines).rstrip()


def confirmation(meeting: Meeting) -> str:
    """The notice after a sign-up (or an entry for the draw), with an example of a code."""
    if meeting.way == "lottery":
        return texts.entered(meeting, _EXAMPLE)
    return texts.confirmation(meeting, _EXAMPLE)


def reminder(meeting: Meeting) -> str:
    return texts.reminder(meeting, _EXAMPLE)


def _published(meeting: Meeting) -> Meeting:
    return replace(meeting, status="open") if meeting.status == "draft" else meeting
