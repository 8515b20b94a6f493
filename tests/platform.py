"""The platform's side of a callback, for tests: signs and encrypts as the platform does, and reads the replies.

It stands on wechatpy's own envelope, not on the code under test.
"""

import itertools
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from base.accounts import Account, WeChatMode
from base.clock import Clock
from base.settings import Settings

ACCOUNT = "gh_0123456789ab"  # the account's original id: not its appid


@dataclass(frozen=True)
class Message:
    """One message of a member. Every try of the platform to deliver it holds the same XML."""

    xml: str


class FakePlatform:
    """Makes, sends and reads callbacks of one account (the first where none is named), in its mode."""

    def __init__(
        self, settings: Settings, clock: Clock, mode: WeChatMode | None = None, account: Account | None = None
    ) -> None:
        account = account or settings.accounts[0]
        self.mode = mode or account.mode
        self.path = "/wechat" if account == settings.accounts[0] else f"/wechat/{account.appid}"
        self._clock = clock
        self._token = account.token.get_secret_value()
        self._appid = account.appid
        key = account.aes_key.get_secret_value()
        self.crypto = WeChatCrypto(self._token, key, self._appid) if key else None
        self._ids = itertools.count(23_000_000_000_000_000)
        self._nonces = itertools.count(1)

    def text(self, openid: str, content: str, msg_id: int | None = None, **fields: Any) -> Message:
        return self.message(openid, "text", msg_id, Content=content, **fields)

    def voice(self, openid: str, recognition: str | None = None) -> Message:
        fields: dict[str, Any] = {} if recognition is None else {"Recognition": recognition}
        return self.message(openid, "voice", MediaId="m1", Format="amr", **fields)

    def message(self, openid: str, kind: str, msg_id: int | None = None, **fields: Any) -> Message:
        return self.raw(openid, MsgType=kind, MsgId=next(self._ids) if msg_id is None else msg_id, **fields)

    def event(self, openid: str, event: str, key: str = "", **fields: Any) -> Message:
        """`event`: subscribe, unsubscribe, CLICK, VIEW, LOCATION …"""
        return self.raw(openid, MsgType="event", Event=event, EventKey=key, **fields)

    def raw(self, openid: str, **fields: Any) -> Message:
        created = fields.pop("CreateTime", int(self._clock.now().timestamp()))
        all_fields = {"ToUserName": ACCOUNT, "FromUserName": openid, "CreateTime": created, **fields}
        return Message("<xml>" + "".join(f"<{n}>{escape(str(v))}</{n}>" for n, v in all_fields.items()) + "</xml>")

    def sign(self, *parts: str) -> str:
        signer = WeChatSigner()
        signer.add_data(self._token, *parts)
        return str(signer.signature)

    def seal(self, xml: str) -> tuple[dict[str, str], bytes]:
        """Query and body of one try, in this platform's mode."""
        timestamp, nonce = str(int(self._clock.now().timestamp())), f"n{next(self._nonces)}"
        query = {"signature": self.sign(timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
        if self.mode == "plain":
            return query, xml.encode()
        assert self.crypto is not None
        sealed = ElementTree.fromstring(self.crypto.encrypt_message(xml, nonce, timestamp))
        encrypted, signature = sealed.findtext("Encrypt"), sealed.findtext("MsgSignature")
        assert encrypted is not None and signature is not None
        query |= {"encrypt_type": "aes", "msg_signature": signature}
        element = f"<Encrypt><![CDATA[{encrypted}]]></Encrypt>"
        if self.mode == "compatible":
            return query, xml.replace("</xml>", f"{element}</xml>").encode()
        return query, f"<xml><ToUserName>{ACCOUNT}</ToUserName>{element}</xml>".encode()

    async def post(self, client: httpx.AsyncClient, message: Message) -> httpx.Response:
        """One try to deliver the message."""
        query, body = self.seal(message.xml)
        return await client.post(self.path, params=query, content=body, headers={"Content-Type": "text/xml"})

    def read(self, response: httpx.Response) -> str | None:
        """The text of a passive reply; None for `success`. Checks the envelope on the way."""
        assert response.status_code == 200, response.status_code
        if response.text == "success":
            return None
        xml = ElementTree.fromstring(response.text)
        if xml.find("Encrypt") is not None:
            assert self.crypto is not None
            parts = [xml.findtext(name) for name in ("MsgSignature", "TimeStamp", "Nonce")]
            xml = ElementTree.fromstring(self.crypto.decrypt_message(response.text, *parts))
        elif self.mode == "secure":
            raise AssertionError("a plain reply in secure mode")
        assert xml.findtext("MsgType") == "text" and xml.findtext("FromUserName") == ACCOUNT
        content = xml.findtext("Content")
        assert content
        return content

    async def say(self, client: httpx.AsyncClient, openid: str, content: str) -> str | None:
        """Send a text once; the reply's text, None for `success`."""
        return self.read(await self.post(client, self.text(openid, content)))
