"""One member's turn as an action sees it: the message, the slots, the services, and a way to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from union.conversations.reply import PICTURE, Choice


@dataclass(frozen=True)
class Entity:
    """Something the message names; `start` and `end` are its place in the text."""

    kind: str
    value: str
    start: int = 0
    end: int = 0


class Turn:
    """Wraps rasa-sdk's tracker and dispatcher for the length of one action."""

    def __init__(self, services: Services, tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
        self.services = services
        self._tracker = tracker
        self._dispatcher = dispatcher
        self._message: dict[str, Any] = tracker.latest_message or {}
        self.looked_up: dict[str, Any] = {}  # what this action has read already, by name

    @property
    def member_id(self) -> str:
        member_id: str = self._tracker.sender_id
        return member_id

    @property
    def text(self) -> str:
        """What the member wrote; empty where they sent a picture (`is_picture`)."""
        return "" if self.is_picture else self._message.get("text") or ""

    @property
    def is_picture(self) -> bool:
        """Whether the message is a picture: actions/forms/pictures.py has it."""
        return self._message.get("text") == PICTURE

    @property
    def intent(self) -> str:
        return (self._message.get("intent") or {}).get("name") or ""

    @property
    def confidence(self) -> float:
        return float((self._message.get("intent") or {}).get("confidence") or 0.0)

    @cached_property
    def entities(self) -> list[Entity]:
        found = self._message.get("entities") or []
        return [Entity(e["entity"], str(e["value"]), e.get("start", 0), e.get("end", 0)) for e in found]

    def entity(self, kind: str) -> str | None:
        """The first entity of a kind."""
        return next((entity.value for entity in self.entities if entity.kind == kind), None)

    @property
    def key(self) -> str:
        """The inbound message's key: whatever this turn causes is done once for it."""
        return str((self._message.get("metadata") or {}).get("key", ""))

    @cached_property
    def now(self) -> datetime:
        """One moment for the whole turn."""
        return self.services.clock.now()

    def slot(self, name: str) -> Any:
        return self._tracker.get_slot(name)

    @property
    def form(self) -> str | None:
        """The running form's name."""
        name: str | None = (self._tracker.active_loop or {}).get("name")
        return name

    @property
    def asked_slot(self) -> str | None:
        """The slot the running form has asked for."""
        return self.slot("requested_slot") if self.form else None

    def say(self, response: str, choices: Sequence[Choice] = (), **variables: object) -> None:
        """Utter a response of the domain; `variables` fill its braces."""
        buttons = [{"title": choice.label, "payload": choice.send} for choice in choices]
        self._dispatcher.utter_message(response=response, buttons=buttons, **variables)

    def report(self, outcome: str, **details: object) -> None:
        """Tell `ask`, `--explain` and the transcript how the turn ended; the member does not see it."""
        self._dispatcher.utter_message(json_message={"outcome": outcome, **details})

    async def tell_desk(self) -> None:
        """Wake staff's open pages: something new waits for them. To be called once it is committed."""
        await self.services.bus.publish("conversations", member=self.member_id)

    def filled_slots(self) -> list[str]:
        """Names of all slots that hold something."""
        return [name for name, value in self._tracker.slots.items() if value is not None]
