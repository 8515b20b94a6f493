"""From a callback's raw request to an `Inbound`, or to a `Refused` that says why not. Nothing here does I/O."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from base.accounts import Account
from base.encryption import Keyring
from webhook.contents import Content, content_of
from webhook.crypto import BrokenCiphertextError, CallbackCrypto, ForeignAccountError
from webhook.xml import Fields, MalformedXmlError, encrypted_reply, read_fields, text_reply

MAX_BODY = 64 * 1024
OLDEST = timedelta(days=7)  # claims are kept for longer: an older message could not be told from a new one
NEWEST = timedelta(days=1)  # the platform's clock may be ahead of ours, but not by more

Query = Mapping[str, str]

_NUMBER = re.compile(r"[0-9]{1,10}")
_OPENID = re.compile(r"[!-~]{1,128}")


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that is not the platform's, or that it should not have sent. `reason` is for logs and metrics."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message or event of one member.

    `key`: the same for every try of the platform to deliver it; holds no openid.
    """

    account: str
    openid: str
    recipient: str
    content: Content
    key: str
    created: datetime
    encrypted: bool

    @property
    def kind(self) -> str:
        """For metrics: Text, Followed, OtherEvent …"""
        return type(self.content).__name__


class Envelope:
    """Opens what the platform sends to one account, and closes what it gets back."""

    def __init__(self, account: Account, keyring: Keyring, *, checks_age: bool = True) -> None:
        self._crypto = CallbackCrypto(account)
        self._opens = bool(account.modes - {"plain"})
        self._takes_plaintext = bool(account.modes - {"secure"})
        self._account = account.appid
        self._keyring = keyring
        self._checks_age = checks_age

    def is_signed(self, query: Query) -> bool:
        """Whether the URL carries the platform's signature. It does not cover a body."""
        signature = query.get("signature", "")
        return self._crypto.is_signed(signature, query.get("timestamp", ""), query.get("nonce", ""))

    def open(self, query: Query, body: bytes, now: datetime) -> Inbound | Refused:
        """Decrypt and parse a body whose URL is signed. Never raises on what a sender can send."""
        if len(body) > MAX_BODY:
            return Refused(413, "too_large")
        try:
            fields = read_fields(body)
        except MalformedXmlError:
            return Refused(400, "malformed")
        encrypted = "Encrypt" in fields and self._opens
        if encrypted:
            opened = self._open_encrypted(query, fields["Encrypt"])
            if isinstance(opened, Refused):
                return opened
            fields = opened
        elif not self._takes_plaintext:
            return Refused(400, "plaintext")
        return self._parse(fields, encrypted, now)

    def close(self, inbound: Inbound, text: str, at: datetime) -> str:
        """The body that answers `inbound` with a text, in the form in which it came."""
        created = int(at.timestamp())
        xml = text_reply(inbound.openid, inbound.recipient, created, text)
        if not inbound.encrypted:
            return xml
        ciphertext, nonce, timestamp = self._crypto.encrypt(xml), secrets.token_hex(8), str(created)
        return encrypted_reply(ciphertext, self._crypto.sign(timestamp, nonce, ciphertext), timestamp, nonce)

    def _open_encrypted(self, query: Query, ciphertext: str) -> Fields | Refused:
        signed = (query.get("timestamp", ""), query.get("nonce", ""), ciphertext)
        if not self._crypto.is_signed(query.get("msg_signature", ""), *signed):
            return Refused(403, "msg_signature")
        try:
            return read_fields(self._crypto.decrypt(ciphertext).encode())
        except ForeignAccountError:
            return Refused(403, "foreign_account")
        except BrokenCiphertextError:
            return Refused(400, "undecryptable")
        except MalformedXmlError:
            return Refused(400, "malformed")

    def _parse(self, fields: Fields, encrypted: bool, now: datetime) -> Inbound | Refused:
        openid, recipient = fields.get("FromUserName", ""), fields.get("ToUserName", "")
        seconds, kind = fields.get("CreateTime", ""), fields.get("MsgType")
        if not (_OPENID.fullmatch(openid) and _OPENID.fullmatch(recipient) and _NUMBER.fullmatch(seconds) and kind):
            return Refused(400, "incomplete")
        created = datetime.fromtimestamp(int(seconds), UTC)
        if self._checks_age and not now - OLDEST <= created <= now + NEWEST:
            return Refused(400, "stale")
        content, distinct = content_of(fields)
        key = self._keyring.blind_index(f"{self._account}\n{openid}\n{seconds}\n{distinct}")
        return Inbound(self._account, openid, recipient, content, key, created, encrypted)
