"""The platform's delivery of one message of one account: sealed, posted, five seconds, three tries."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import httpx
from pydantic import BaseModel, ConfigDict

from base.accounts import Account
from base.clock import Clock
from base.settings import Settings
from webhook.simulator.actions.base import Action, Fields, LineKind
from webhook.simulator.envelope import Envelope, Sealed
from webhook.simulator.visible import BrokenReplyError
from webhook.simulator.xml import to_xml

DEADLINE = 5.0  # seconds until the platform disconnects
TRIES = 3
ACCOUNT = "gh_simulator00"
UNAVAILABLE = "该公众号暂时无法提供服务，请稍后再试"

# Keep-alive ends before uvicorn's 5 s, so that no try is lost on a connection that was just closed.
LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=2)

Outcome = Literal["running", "replied", "accepted", "broken", "silent", "refused", "unreachable"]


class Try(BaseModel):
    """One request of a delivery, with all that went over the wire (for the drawer).

    `text` is what the member sees of the reply, `note` why there is none (Chinese, for people).
    """

    model_config = ConfigDict(frozen=True)

    number: int
    outcome: Outcome = "running"
    url: str
    sent: str
    sent_plain: str
    status: int | None = None
    received: str = ""
    received_plain: str = ""
    text: str | None = None
    kind: LineKind = "text"
    data: dict[str, Any] = {}
    note: str = ""

    @property
    def is_final(self) -> bool:
        """Whether the platform leaves it at that.

        Silence is tried again, and so is any status but 200: not documented, seen in server logs (three of the
        same message within a second, tb.rustfisher.com/2021/08/03/NestJS/mp-wx-http-status-code).
        """
        return self.outcome in ("replied", "accepted", "broken")


# What a try holds before it has an answer.
_BLANK = {"outcome": "running", "status": None, "received": "", "received_plain": "", "text": None, "note": ""}


@dataclass(frozen=True)
class Delivery:
    """How a message ended: the passive reply's text, None for an accepted silence, or UNAVAILABLE.

    `kind` and `data` are those of the line that the phone shows.
    """

    text: str | None
    failed: bool
    tries: tuple[Try, ...]
    kind: LineKind = "text"
    data: dict[str, Any] = field(default_factory=dict)


def openid_of(name: str, appid: str = "") -> str:
    """The openid of a simulated member: 28 characters, the same after a restart, another one for each account.

    `appid`: empty for the first account.
    """
    return "oSIM" + hashlib.sha256((f"{appid}\n{name}" if appid else name).encode()).hexdigest()[:24]


def new_client() -> httpx.AsyncClient:
    """A client that reaches this machine only: proxies of the environment do not apply."""
    return httpx.AsyncClient(timeout=None, limits=LIMITS, trust_env=False)  # noqa: S113  (Platform holds the deadline)


class Platform:
    """Delivers members' messages to `{settings.self_url}/wechat/{appid}`, for the first account unless told another.

    `deadline` is in seconds; tests shorten it. The client is the caller's to close.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        client: httpx.AsyncClient,
        *,
        deadline: float = DEADLINE,
        account: Account | None = None,
    ) -> None:
        self.account = account or settings.accounts[0]
        self.name = f"{ACCOUNT[:-2]}{settings.accounts.index(self.account):02}"  # its "original id"
        self.envelope = Envelope(self.account)
        self.base_url = settings.self_url
        self.url = f"{settings.self_url}/wechat/{self.account.appid}"
        self.clock = clock
        self.client = client
        self.deadline = deadline

    async def send(self, openid: str, action: Action, watch: Callable[[Try], None] = lambda _: None) -> Delivery:
        """Deliver one message; `watch` sees every try when it begins and when it ends.

        All tries carry the same ids in the body, and a nonce and timestamp of their own.
        """
        return await self.deliver(self.fields(openid, action), watch)

    async def deliver(self, fields: Fields, watch: Callable[[Try], None] = lambda _: None) -> Delivery:
        """Deliver a message whose fields are known."""
        tries: list[Try] = []
        while len(tries) < TRIES and not (tries and tries[-1].is_final):
            tries.append(await self.attempt(len(tries) + 1, fields, self.seal(fields), watch))
        last = tries[-1]
        failed = last.outcome not in ("replied", "accepted")
        if failed:
            return Delivery(UNAVAILABLE, failed, tuple(tries), "notice")
        return Delivery(last.text, failed, tuple(tries), last.kind, last.data)

    def fields(self, openid: str, action: Action) -> Fields:
        """All elements of the action's XML, with ids of its own."""
        ids: Fields = {} if action.is_event else {"MsgId": secrets.randbelow(2**62) + 2**62}
        head: Fields = {"ToUserName": self.name, "FromUserName": openid, "CreateTime": self._timestamp()}
        own = dict(action.fields())
        if "PicUrl" in own:
            own["PicUrl"] = f"{self.base_url}{own['PicUrl']}"
        return {**head, **own, **ids}

    def seal(self, fields: Fields, envelope: Envelope | None = None) -> Sealed:
        """Sign and encrypt for one request."""
        return (envelope or self.envelope).seal(fields, str(self._timestamp()), str(secrets.randbelow(10**10)))

    async def attempt(
        self, number: int, fields: Fields, sealed: Sealed, watch: Callable[[Try], None] = lambda _: None
    ) -> Try:
        """Post one request and judge what comes back."""
        url = f"{self.url}?{urlencode(sealed.query)}"
        attempt = Try(number=number, url=url, sent=sealed.body, sent_plain=to_xml(fields))
        watch(attempt)
        attempt = attempt.model_copy(update=await self._post(url, sealed.body, fields))
        watch(attempt)
        return attempt

    async def replay(self, recorded: Try, fields: Fields) -> Try:
        """Post a recorded request again, byte for byte."""
        return recorded.model_copy(update={**_BLANK, **await self._post(recorded.url, recorded.sent, fields)})

    def _timestamp(self) -> int:
        return int(self.clock.now().timestamp())

    async def _post(self, url: str, body: str, fields: Fields) -> dict[str, object]:
        """What came back, as an update of the Try."""
        try:
            async with asyncio.timeout(self.deadline):
                response = await self.client.post(
                    url, content=body.encode(), headers={"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}
                )
        except TimeoutError:
            return {"outcome": "silent", "note": f"{self.deadline:g} 秒内没有回复，已断开"}
        except httpx.HTTPError as error:
            return {"outcome": "unreachable", "note": f"连接失败（{type(error).__name__}）"}
        return {"status": response.status_code, "received": response.text, **self._judge(response, fields)}

    def _judge(self, response: httpx.Response, fields: Fields) -> dict[str, object]:
        if response.status_code != httpx.codes.OK:
            return {"outcome": "refused", "note": f"HTTP 状态是 {response.status_code}，不是 200"}
        try:
            reply = self.envelope.open(response.content.decode(), str(fields["FromUserName"]), self.name)
        except (BrokenReplyError, UnicodeDecodeError) as error:
            return {"outcome": "broken", "note": str(error)}
        outcome = "accepted" if reply.text is None else "replied"
        seen = {"text": reply.text, "kind": reply.kind, "data": reply.data}
        return {"outcome": outcome, "received_plain": reply.xml, **seen}
