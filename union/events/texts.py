"""What the account sends about a booking by itself. Replies in a dialogue are the engine's responses."""

from union.events.models import Booking, Event
from union.wording import period


def confirmation(event: Event, booking: Booking) -> str:
    """The notice after a sign-up."""
    return (
        f"【报名确认】{event.title}\n"
        f"时间：{period(event.starts_at, event.ends_at)}\n"
        f"地点：{event.place}\n"
        f"人数：{booking.places}\n"
        f"签到码：{booking.code}\n"
        "来不了请回复“取消报名”，把名额留给别人。"
    )
