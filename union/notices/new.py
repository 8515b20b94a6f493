"""A notice that is to be written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from union.ids import new_ordered_id
from union.notices.kinds import manners


@dataclass(frozen=True)
class NewNotice:
    """A notice to be written; see `queue_notice` for its parts. Not due before it is written."""

    member_id: str
    kind: str
    text: str
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    due: datetime | None = None
    expires: datetime | None = None
    about: str = ""

    def row(self, now: datetime) -> dict[str, Any]:
        """As it is inserted, waiting for its time."""
        due = max(self.due or now, now)
        return {
            "id": new_ordered_id(),
            "member_id": self.member_id,
            "kind": self.kind,
            "text": self.text,
            "facts": json.dumps(dict(self.facts), ensure_ascii=False) if self.facts else None,
            "state": "waiting",
            "reason": "",
            "key": self.key,
            "about": self.about,
            "tries": 0,
            "run": 0,
            "broadcast_id": None,
            "batch": None,
            "message_id": "",
            "due": due,
            "expires": self.expires or due + manners(self.kind).useful,
            "created_at": now,
        }
