"""A member does something: the chat shows it, the platform delivers it, the answer appears."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import httpx

from base.accounts import Account
from base.clock import Clock
from base.settings import Settings
from webhook.simulator.actions import Action, OptIn, OptOut, Subscribe, Unsubscribe
from webhook.simulator.actions.base import Fields
from webhook.simulator.api.faults import Faults
from webhook.simulator.api.sides import Side, Sides
from webhook.simulator.ledger import grant
from webhook.simulator.phones import Exchange, Phone, Phones
from webhook.simulator.phones import Side as Speaker
from webhook.simulator.platform import DEADLINE, Delivery, Platform, Try, new_client


class Simulator:
    """The whole state of one simulator: each account's members, menu and tokens, and what is on the way.

    Without a `client` it makes its own, which `close` closes.
    """

    def __init__(
        self, settings: Settings, clock: Clock, *, deadline: float = DEADLINE, client: httpx.AsyncClient | None = None
    ) -> None:
        self.clock = clock
        self.accounts: Sequence[Account] = settings.accounts
        self.phones = Phones()  # of the first account
        self.faults = Faults()
        self.sides = Sides(self._sides(settings), clock)
        self._client = client or new_client()
        self._platforms = {
            account.appid: Platform(settings, clock, self._client, deadline=deadline, account=account)
            for account in settings.accounts
        }
        self._last: dict[str, tuple[Fields, Try]] = {}  # what was delivered last, by openid
        self._numbers = count(1)
        self._on_the_way: set[asyncio.Task[Any]] = set()

    def _sides(self, settings: Settings) -> list[Side]:
        """Of each account; the members in `phones` are those of the first one."""
        first, *others = settings.accounts
        sides = [Side(first, self.clock, settings.limits, self.phones)]
        return [*sides, *(Side(one, self.clock, settings.limits, Phones(one.appid)) for one in others)]

    def side(self, appid: str = "") -> Side | None:
        """What the platform keeps of an account; of the first one without an id."""
        return self.sides.of(appid or self.accounts[0].appid)

    def side_of(self, phone: Phone) -> Side:
        """The account whose member this is."""
        for account in self.accounts:
            side = self.sides.of(account.appid)
            if side and side.phones.by_openid(phone.openid) is phone:
                return side
        raise KeyError("a phone of another simulator")

    def platform_of(self, phone: Phone) -> Platform:
        return self._platforms[self.side_of(phone).account.appid]

    def last_of(self, phone: Phone) -> tuple[Fields, Try] | None:
        """The fields that were delivered last for this phone, and their first request."""
        return self._last.get(phone.openid)

    def act(self, phone: Phone, action: Action) -> asyncio.Task[Delivery] | None:
        """Do `action` on this phone and leave its delivery running; None when the member must follow first.

        Await the task for what became of it: with events that bring messages (pictures, a place), the last of them.
        """
        if not phone.following and not isinstance(action, Subscribe):
            return None
        side = self.side_of(phone)
        action = action.kept(side.media.add)
        actions = [action, *action.messages()]
        for one in actions:
            _change(side, phone, one, self.clock.now())
            _show(phone, one, self.clock.now())
        return self._start(self._deliver_all(phone, actions))

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

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._on_the_way.add(task)
        task.add_done_callback(self._on_the_way.discard)
        return task

    async def _deliver_all(self, phone: Phone, actions: Sequence[Action]) -> Delivery:
        """One after the other: the platform sends the event before the messages that it announces."""
        for action in actions:
            delivery = await self._deliver(phone, action)
        return delivery

    async def _deliver(self, phone: Phone, action: Action) -> Delivery:
        platform, exchange, number = self.platform_of(phone), Exchange(title=action.title), next(self._numbers)
        fields = platform.fields(phone.openid, action)

        def watch(attempt: Try) -> None:
            exchange.tries[attempt.number - 1 :] = [attempt]
            self._last[phone.openid] = (fields, exchange.tries[0])
            phone.on_the_way[number] = attempt.number
            phone.show_state()
            phone.show_exchange(exchange)

        try:
            delivery = await platform.deliver(fields, watch)
        finally:
            phone.on_the_way.pop(number, None)
        self._show_answer(phone, delivery)
        phone.show_state()
        return delivery

    def _show_answer(self, phone: Phone, delivery: Delivery) -> None:
        # Who has left sees nothing more: neither a reply nor the platform's excuse.
        if delivery.text is None or not phone.following:
            return
        side: Speaker = "system" if delivery.failed else "account"
        phone.show(side, delivery.kind, delivery.text, self.clock.now(), delivery.data or None)


def _change(side: Side, phone: Phone, action: Action, now: datetime) -> None:
    """What an action changes at the platform: following, opt-ins, and what the account may send."""
    match action:
        case Unsubscribe():
            phone.following = False
            phone.grants = ()
        case Subscribe():
            phone.following = True
        case OptIn(decisions=decisions):
            for one in decisions:
                if one.accepted:
                    side.templates.opt_in(phone.openid, one.template_id)
        case OptOut(template_id=template_id):
            side.templates.opt_out(phone.openid, template_id)
    if action.grant:
        phone.grants = grant(phone.grants, action.grant, now)
        phone.last_action = now


def _show(phone: Phone, action: Action, now: datetime) -> None:
    shown = action.shown()
    if shown:
        speaker: Speaker = "system" if shown.kind == "notice" else "member"
        phone.show(speaker, shown.kind, shown.text, now, shown.data or None)
    phone.show_state()
