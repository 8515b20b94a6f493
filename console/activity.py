"""Who looks at a case and who types: known to all processes for a moment, kept nowhere (docs/adr/0021-desk-live.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nicegui import Event

from base.bus import Bus
from base.clock import Clock

TOPIC = "desk"
LOOKS_FOR = timedelta(seconds=75)  # a page says so every 30 seconds; what is lost is forgotten
TYPES_FOR = timedelta(seconds=6)
SAID_EVERY = 30.0  # seconds


@dataclass
class Activity:
    """`changed` is emitted with a case's id. What a page says reaches the other processes by the bus."""

    bus: Bus
    clock: Clock
    changed: Event[int] = field(default_factory=lambda: Event[int]())
    _until: dict[tuple[int, str, str], datetime] = field(default_factory=dict)

    async def say(self, case_id: int, staff: str, doing: str) -> None:
        """`doing`: looks, types, or left."""
        payload = {"case": case_id, "staff": staff, "doing": doing}
        self.hear(payload)  # also when the bus is down
        await self.bus.publish(TOPIC, **payload)

    def hear(self, payload: Mapping[str, Any]) -> None:
        """Take up what was said here or elsewhere; nonsense is no reason to stop listening."""
        case_id, staff, doing = payload.get("case"), payload.get("staff"), payload.get("doing")
        if not isinstance(case_id, int) or not isinstance(staff, str):
            return
        now = self.clock.now()
        before = self.of(case_id, "")
        self._until = {key: until for key, until in self._until.items() if until > now}
        if doing == "left":
            for kind in ("looks", "types"):
                self._until.pop((case_id, staff, kind), None)
        else:
            self._until[case_id, staff, "looks"] = now + LOOKS_FOR
        if doing == "types":
            self._until[case_id, staff, "types"] = now + TYPES_FOR
        if self.of(case_id, "") != before:
            self.changed.emit(case_id)

    def of(self, case_id: int, me: str) -> tuple[list[str], list[str]]:
        """Who else looks at the case without typing, and who types, by name."""
        now = self.clock.now()
        there = {(staff, kind) for (case, staff, kind), until in self._until.items() if case == case_id and until > now}
        types = sorted({staff for staff, kind in there if kind == "types" and staff != me})
        looks = sorted({staff for staff, _ in there if staff != me} - set(types))
        return looks, types
