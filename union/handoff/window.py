"""The platform's window for answers: how many messages, until when. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# The platform's limits for customer-service messages after a member's message; not checked against the live one.
LENGTH = timedelta(hours=48)
MESSAGES = 5


@dataclass(frozen=True)
class Window:
    """What staff may still send. `closes_at`: None while the member has never written."""

    closes_at: datetime | None
    left: int
    is_open: bool

    @property
    def is_usable(self) -> bool:
        return self.is_open and self.left > 0


def answer_window(last_message_at: datetime | None, used: int, now: datetime) -> Window:
    """The window that the member's last message opened, after `used` messages."""
    left = max(0, MESSAGES - used)
    if last_message_at is None:
        return Window(None, left, False)
    closes_at = last_message_at + LENGTH
    return Window(closes_at, left, now < closes_at)
