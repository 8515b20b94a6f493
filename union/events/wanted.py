"""A sign-up on its way to a seat."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Wanted:
    """A sign-up that the rules let through. `contact`: name, phone, details."""

    member_id: str
    places: int
    key: str
    now: datetime
    contact: dict[str, Any]
    quota_ids: list[int] = field(default_factory=list)
    rank: int = 0
