"""The simulated members' phones: what stands in the chat, and who watches it. Kept in memory only."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from webhook.simulator.actions.base import LineKind as Kind
from webhook.simulator.ledger import Grant
from webhook.simulator.platform import openid_of
from webhook.simulator.records import Call, Exchange, Records

HISTORY = 500  # lines kept of a chat

Side = Literal["member", "account", "system"]
Update = dict[str, Any]

__all__ = ["Call", "Exchange", "Kind", "Line", "Phone", "Phones", "Side", "Update"]


class Line(BaseModel):
    """One line of a chat: a bubble of either side, or a grey notice between them."""

    model_config = ConfigDict(frozen=True)

    id: int
    at: datetime
    side: Side
    kind: Kind
    text: str
    data: dict[str, Any] | None = None


class Phone:
    """One member's phone. Every change is told to all pages that show it."""

    def __init__(self, name: str, appid: str = "") -> None:
        self.name = name
        self.openid = openid_of(name, appid)
        self.following = True
        self.grants: tuple[Grant, ...] = ()
        self.last_action: datetime | None = None
        self.typing_until: datetime | None = None
        self.on_the_way: dict[int, int] = {}
        self.lines: deque[Line] = deque(maxlen=HISTORY)
        self.records = Records()
        self.unread = 0
        self.unread_changed: Callable[[], None] = lambda: None
        self._ids = count(1)
        self._pages: set[asyncio.Queue[Update]] = set()
        self._listeners: set[asyncio.Queue[Update]] = set()  # waiting for one line: they read nothing

    def show(self, side: Side, kind: Kind, text: str, now: datetime, data: dict[str, Any] | None = None) -> None:
        """Add a line to the chat. `data`: what a kind has beside its text (a picture's media_id, a card's fields)."""
        line = Line(id=next(self._ids), at=now, side=side, kind=kind, text=text, data=data)
        self.lines.append(line)
        self.tell(type="line", line=line.model_dump(mode="json"))
        if side == "account" and not self._pages:
            self.unread += 1
            self.unread_changed()

    @property
    def running(self) -> int:
        """The number of the try that is running, the highest where several messages are on the way; 0 for none."""
        return max(self.on_the_way.values(), default=0)

    @property
    def call(self) -> Call | None:
        """The last outbound call that concerned this member."""
        return self.records.last(Call)

    @property
    def exchange(self) -> Exchange | None:
        """The last delivery."""
        return self.records.last(Exchange)

    def show_state(self) -> None:
        """Tell whether the member follows, and which try is running."""
        self.tell(type="state", following=self.following, running=self.running)

    def show_typing(self, seconds: float) -> None:
        """Show "对方正在输入" for so long, or end it (0)."""
        self.tell(type="typing", seconds=seconds)

    def show_exchange(self, exchange: Exchange) -> None:
        """Show a delivery in the drawer, or what has become of it since."""
        self.tell(type="record", record=self.records.keep(exchange))

    def show_call(self, call: Call) -> None:
        self.tell(type="record", record=self.records.keep(call))

    def snapshot(self) -> Update:
        """All a page needs when it opens."""
        return {
            "type": "hello",
            "member": self.name,
            "following": self.following,
            "running": self.running,
            "lines": [line.model_dump(mode="json") for line in self.lines],
            "records": self.records.as_json(),
        }

    @contextmanager
    def watched(self) -> Iterator[asyncio.Queue[Update]]:
        """A queue of the updates from now on, for one page; all so far counts as read."""
        queue: asyncio.Queue[Update] = asyncio.Queue()
        self._pages.add(queue)
        if self.unread:
            self.unread = 0
            self.unread_changed()
        try:
            yield queue
        finally:
            self._pages.discard(queue)

    async def wait_for(self, wanted: Callable[[Line], bool]) -> Line:
        """The next line of this kind, from now on."""
        arrived: asyncio.Queue[Update] = asyncio.Queue()
        self._listeners.add(arrived)
        try:
            while True:
                update = await arrived.get()
                if update["type"] == "line" and wanted(line := Line.model_validate(update["line"])):
                    return line
        finally:
            self._listeners.discard(arrived)

    def tell(self, **update: Any) -> None:
        """Send an update to all pages that show this phone."""
        for queue in (*self._pages, *self._listeners):
            queue.put_nowait(update)


class Phones:
    """All phones of one account's members, found by the member's name or openid.

    `appid` makes openids differ from account to account; it is empty for the first one.
    """

    def __init__(self, appid: str = "") -> None:
        self._appid = appid
        self._by_name: dict[str, Phone] = {}
        self._by_openid: dict[str, Phone] = {}

    def of(self, name: str) -> Phone:
        """The phone of the member with this name, made at first sight."""
        if name not in self._by_name:
            phone = Phone(name, self._appid)
            phone.unread_changed = self._tell_unread
            self._by_name[name] = self._by_openid[phone.openid] = phone
        return self._by_name[name]

    def by_openid(self, openid: str) -> Phone | None:
        return self._by_openid.get(openid)

    def names(self) -> list[str]:
        return list(self._by_name)

    def unread(self) -> dict[str, int]:
        """How many answers wait unread, by the member's name."""
        return {phone.name: phone.unread for phone in self._by_name.values() if phone.unread}

    def tell(self, **update: Any) -> None:
        """Send an update to all pages of this account."""
        for phone in self._by_name.values():
            phone.tell(**update)

    def _tell_unread(self) -> None:
        self.tell(type="unread", unread=self.unread())
