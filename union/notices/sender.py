"""What carries a text to a member. The channel provides it; the worker plugs it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, Protocol

from union.conversations.reply import Choice


@dataclass(frozen=True)
class Outgoing:
    """One message to one member, outside of a reply.

    `kind`: what it is about (events.booked …). `facts`: short strings for the fields of a template, by their
    names in docs/glossary.md (title, when, place, code …), for when the text itself may not be sent.
    `choices`: what the member can tap below the text. `picture`: sent after it (PNG, JPEG, GIF).
    `key`: the notice's id (at most 32 characters); the same one is not sent twice as a template message.
    """

    member_id: str
    kind: str
    text: str
    facts: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    picture: bytes | None = None
    key: str = ""


@dataclass(frozen=True)
class Outcome:
    """How one sending ended.

    `unknown`: the call may have reached the platform (it timed out after it was sent), so it is never repeated.
    `later`: certainly not sent, and worth another try after `wait`.
    `reason`: why not sent, in words staff understand; without personal data.
    `message_id`: the platform's id of a template message or subscribe notice, whose result comes as an event.
    """

    state: Literal["sent", "failed", "unknown", "later"]
    reason: str = ""
    wait: timedelta = timedelta(minutes=1)
    message_id: str = ""


class Sender(Protocol):
    """Sends outside of a reply. An expected "no" of the platform is an Outcome, not an exception."""

    async def send(self, outgoing: Outgoing) -> Outcome: ...
