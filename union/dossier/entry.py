"""One thing on a member's line of time, and who reads such things."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

Kind = Literal["booking", "appointment", "application", "suggestion", "case", "notice"]


@dataclass(frozen=True)
class Entry:
    """`title`: what it is; `state`: as it is now, in Chinese; `ref`: what its page is found by (a number, a code).

    Holds nothing that the member told: neither texts nor answers, which belong on the matter's own page.
    """

    kind: Kind
    at: datetime
    title: str
    state: str
    ref: str = ""


class Source(Protocol):
    """Reads one kind of thing: at most `most` of them from before a moment (None: now), the newest first."""

    async def __call__(
        self, session: AsyncSession, member_id: str, before: datetime | None, most: int, /
    ) -> Sequence[Entry]: ...
