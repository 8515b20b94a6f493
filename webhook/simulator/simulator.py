"""A member does something: the chat shows it, the platform delivers it, the answer appears."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from itertools import count
from typing import Any

import httpx

from base.clock import Clock
from base.settings import Settings
from webhook.simulator.api.faults import Faults
from webhook.simulator.api.sides import Side, Sides
from webhook.simulator.ledger import grant
from webhook.simulator.messages import Action, Click, Subscribe, Text, Unsubscribe, Voice
from webhook.simulator.phones import Exchange, Phone, Phones
from webhook.simulator.platform import DEADLINE, Delivery, Platform, Try, new_client


class Simulator:
    """The whole state of one simulator: its members' phones, its access tokens and what is on the way.

    Without a `client` it makes its own, which `close` closes.
    """

    def __init__(
        self, settings: Settings, clock: Clock, *, deadline: float = DEADLINE, client: httpx.AsyncClient | None = None
    ) -> None:
        self.clock = clock
        self.phones = Phones()
        self.faults = Faults()
        self.sides = Sides(self._sides(settings), clock)
        self._client = client or new_client()
        self.platform = Platform(settings, clock, self._client, deadline=deadline)
        self._numbers = count(1)
        self._on_the_way: set[asyncio.Task[None]] = set()

    def _sides(self, settings: Settings) -> list[Side]:
        """Of each account; the members in `phones` are those of the first one."""
        first, *others = settings.accounts
        sides = [Side(first, self.clock, settings.limits, self.phones)]
        return [*sides, *(Side(account, self.clock, settings.limits, Phones()) for account in others)]

    def act(self, phone: Phone, action: Action) -> bool:
        """Do `action` on this phone and leave its delivery running; False when the member must follow first."""
        if not phone.following and not isinstance(action, Subscribe):
            return False
        now = self.clock.now()
        _change(phone, action, now)
        _show(phone, action, now)
        self._start(self._deliver(phone, action))
        return True

    def act_later(self, phone: Phone, action: Action, seconds: float) -> None:
        """Do it after so many seconds of real time; nothing once the simulator is closed."""

        async def wait_and_act() -> None:
            await asyncio.sleep(seconds)
            self.act(phone, action)

        self._start(wait_and_act())

    async def close(self) -> None:
        """Give up what is on the way and close the connections."""
        for task in self._on_the_way:
            task.cancel()
        await asyncio.gather(*self._on_the_way, return_exceptions=True)
        await self._client.aclose()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._on_the_way.add(task)
        task.add_done_callback(self._on_the_way.discard)

    async def _deliver(self, phone: Phone, action: Action) -> None:
        exchange = Exchange(title=action.title)
        phone.exchange = exchange
        number = next(self._numbers)

        def watch(attempt: Try) -> None:
            exchange.tries[attempt.number - 1 :] = [attempt]
            phone.on_the_way[number] = attempt.number
            phone.show_state()
            if phone.exchange is exchange:  # a newer message has the drawer to itself
                phone.show_exchange(exchange)

        try:
            delivery = await self.platform.send(phone.openid, action, watch)
        finally:
            phone.on_the_way.pop(number, None)
        self._show_answer(phone, delivery)
        phone.show_state()

    def _show_answer(self, phone: Phone, delivery: Delivery) -> None:
        # Who has left sees nothing more: neither a reply nor the platform's excuse.
        if delivery.text is None or not phone.following:
            return
        now = self.clock.now()
        if delivery.failed:
            phone.show("system", "notice", delivery.text, now)
        else:
            phone.show("account", "text", delivery.text, now)


def _change(phone: Phone, action: Action, now: datetime) -> None:
    """What an action changes at the platform: following, and what the account may send."""
    if isinstance(action, Unsubscribe):
        phone.following = False
        phone.grants = ()
    if isinstance(action, Subscribe):
        phone.following = True
    if action.grant:
        phone.grants = grant(phone.grants, action.grant, now)
        phone.last_action = now


def _show(phone: Phone, action: Action, now: datetime) -> None:
    match action:
        case Text(text=text):
            phone.show("member", "text", text, now)
        case Voice(text=text):
            phone.show("member", "voice", text, now)
        case Click(key=key, label=label):
            phone.show("system", "notice", f"点击了菜单“{label or key}”", now)
        case Subscribe():
            phone.show("system", "notice", "您已关注该公众号", now)
        case Unsubscribe():
            phone.show("system", "notice", "您已取消关注，不再收到该公众号的消息", now)
    phone.show_state()
