"""What carries a text to a member. The channel provides it; the worker plugs it in."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Outcome:
    """How one sending ended.

    `unknown`: the call may have reached the platform (it timed out after it was sent), so it is never repeated.
    `reason`: why not sent, in words staff understand; without personal data.
    """

    state: Literal["sent", "failed", "unknown"]
    reason: str = ""


class Sender(Protocol):
    """Sends a text outside of a reply. An expected "no" of the platform is an Outcome, not an exception."""

    async def send_text(self, member_id: str, text: str) -> Outcome: ...
