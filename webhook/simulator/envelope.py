"""The platform's side of signing and encryption: seal a callback, open the passive reply."""

from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.exceptions import WeChatException
from wechatpy.utils import WeChatSigner

from base.accounts import Account
from webhook.simulator.actions.base import Fields, LineKind
from webhook.simulator.visible import BrokenReplyError, visible
from webhook.simulator.xml import to_xml


@dataclass(frozen=True)
class Sealed:
    """One callback, ready to be posted."""

    query: dict[str, str]
    body: str


@dataclass(frozen=True)
class PassiveReply:
    """A reply that passed the platform's checks; `text` is what the member sees, None for nothing at all."""

    text: str | None
    xml: str
    kind: LineKind = "text"
    data: dict[str, Any] = field(default_factory=dict)


class Envelope:
    """Signs and encrypts as `account.mode` says."""

    def __init__(self, account: Account) -> None:
        self.mode = account.mode
        self.token = account.token.get_secret_value()
        self.appid = account.appid
        if self.mode != "plain":
            self._crypto = WeChatCrypto(self.token, account.aes_key.get_secret_value(), self.appid)

    def seal(self, fields: Fields, timestamp: str, nonce: str) -> Sealed:
        """Make a callback of a message's fields (`ToUserName` and `FromUserName` among them)."""
        query = {
            "signature": self.sign(timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "openid": str(fields["FromUserName"]),
        }
        plain = to_xml(fields)
        if self.mode == "plain":
            return Sealed(query, plain)
        encrypted = PrpCrypto(self._crypto.key).encrypt(plain, self.appid).decode()
        query |= {"encrypt_type": "aes", "msg_signature": self.sign(timestamp, nonce, encrypted)}
        plainly = fields if self.mode == "compatible" else {"ToUserName": fields["ToUserName"]}
        return Sealed(query, to_xml({**plainly, "Encrypt": encrypted}))

    def sign(self, *parts: str) -> str:
        """SHA1 over the token and the parts, sorted."""
        signer = WeChatSigner()
        signer.add_data(self.token, *parts)
        return str(signer.signature)

    def open(self, body: str, member: str, account: str) -> PassiveReply:
        """Check a passive reply to `member` from `account`.

        Raises:
            BrokenReplyError: the platform would tell the member that the account is not available.
        """
        if body in ("", "success"):
            return PassiveReply(None, body)
        fields = _parse(body)
        xml = body
        if "Encrypt" in fields:
            xml = self._decrypt(fields)
            fields = _parse(xml)
        elif self.mode == "secure":
            raise BrokenReplyError("安全模式下回复了明文")
        if (fields.get("ToUserName"), fields.get("FromUserName")) != (member, account):
            raise BrokenReplyError("ToUserName 或 FromUserName 不对")
        if not str(fields.get("CreateTime") or "").isdigit():
            raise BrokenReplyError("CreateTime 不是整数")
        shown = visible(fields)
        return PassiveReply(shown.text, xml, shown.kind, shown.data) if shown else PassiveReply(None, xml)

    def _decrypt(self, fields: dict[str, Any]) -> str:
        if self.mode == "plain":
            raise BrokenReplyError("明文模式下回复了密文")
        try:
            signature, timestamp, nonce = (fields[name] for name in ("MsgSignature", "TimeStamp", "Nonce"))
            return str(self._crypto.decrypt_message(fields, signature, timestamp, nonce))
        except (KeyError, TypeError, ValueError, IndexError, WeChatException) as error:
            raise BrokenReplyError(f"密文验签或解密失败（{type(error).__name__}）") from error


def _parse(xml: str) -> dict[str, Any]:
    try:
        fields = xmltodict.parse(xml).get("xml")
    except (ExpatError, ValueError) as error:
        raise BrokenReplyError("回复既不是 XML，也不是 success 或空串") from error
    if not isinstance(fields, dict):
        raise BrokenReplyError("XML 的根元素不是 <xml>")
    return fields
