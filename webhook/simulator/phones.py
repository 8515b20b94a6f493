"""The simulated members' phones: what stands in the chat, and who watches it. Kept in memory only."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from webhook.simulator.ledger import Grant
from webhook.simulator.platform import Try, openid_of

HISTORY = 500  # lines kept of a chat

Side = Literal["member", "account", "system"]
Kind = Literal["text", "voice", "push", "notice", "image", "news", "msgmenu", "template", "subscribe"]
Update = dict[str, Any]


class Line(BaseModel):
    """One line of a chat: a bubble of either side, or a grey notice between them."""

    model_config = ConfigDict(frozen=True)

    id: int
    at: datetime
    side: Side
    kind: Kind
    text: str
    data: dict[str, Any] | None = None


class Exchange(BaseModel):
    """The raw side of the last message: its tries, or the last outbound call."""

    title: str
    tries: list[Try] = []


class Call(BaseModel):
    """One outbound call that concerned this member, with the platform's answer."""

    path: str
    request: str
    response: str


class Phone:
    """One member's phone. Every change is told to all pages that show it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.openid = openid_of(name)
        self.following = True
        self.grants: tuple[Grant, ...] = ()
        self.last_action: datetime | None = None
        self.typing_until: datetime | None = None
        self.on_the_way: dict[int, int] = {}
        self.lines: deque[Line] = deque(maxlen=HISTORY)
        self.exchange: Exchange | None = None
        self.call: Call | None = None
        self._ids = count(1)
        self._pages: set[asyncio.Queue[Update]] = set()

    def show(self, side: Side, kind: Kind, text: str, now: datetime, data: dict[str, Any] | None = None) -> None:
        """Add a line to the chat. `data`: what a kind has beside its text (a picture's media_id, a card's fields)."""
        line = Line(id=next(self._ids), at=now, side=side, kind=kind, text=text, data=data)
        self.lines.append(line)
        self._tell(type="line", line=line.model_dump(mode="json"))

    @property
    def running(self) -> int:
        """The number of the try that is running, the highest where several messages are on the way; 0 for none."""
        return max(self.on_the_way.values(), default=0)

    def show_state(self) -> None:
        """Tell whether the member follows, and which try is running."""
        self._tell(type="state", following=self.following, running=self.running)

    def show_typing(self, seconds: float) -> None:
        """Show "对方正在输入" for so long, or end it (0)."""
        self._tell(type="typing", seconds=seconds)

    def show_exchange(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self._tell(type="exchange", exchange=exchange.model_dump(mode="json"))

    def show_call(self, call: Call) -> None:
        self.call = call
        self._tell(type="call", call=call.model_dump(mode="json"))

    def snapshot(self) -> Update:
        """All a page needs when it opens."""
        return {
            "type": "hello",
            "member": self.name,
            "following": self.following,
            "running": self.running,
            "lines": [line.model_dump(mode="json") for line in self.lines],
            "exchange": self.exchange and self.exchange.model_dump(mode="json"),
            "call": self.call and self.call.model_dump(mode="json"),
        }

    @contextmanager
    def watched(self) -> Iterator[asyncio.Queue[Update]]:
        """A queue of the updates from now on, for one page."""
        queue: asyncio.Queue[Update] = asyncio.Queue()
        self._pages.add(queue)
        try:
            yield queue
        finally:
            self._pages.discard(queue)

    def _tell(self, **update: Any) -> None:
        for queue in self._pages:
            queue.put_nowait(update)


class Phones:
    """All phones, found by the member's name or openid."""

    def __init__(self) -> None:
        self._by_name: dict[str, Phone] = {}
        self._by_openid: dict[str, Phone] = {}

    def of(self, name: str) -> Phone:
        """The phone of the member with this name, made at first sight."""
        if name not in self._by_name:
            phone = Phone(name)
            self._by_name[name] = self._by_openid[phone.openid] = phone
        return self._by_name[name]

    def by_openid(self, openid: str) -> Phone | None:
        return self._by_openid.get(openid)

    def names(self) -> list[str]:
        return list(self._by_name)
