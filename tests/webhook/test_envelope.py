"""Every body a sender can send is opened or refused with a reason; nothing raises."""

import base64
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto

from base.clock import FixedClock
from base.encryption import Keyring
from base.errors import UsageError
from tests.platform import ACCOUNT, FakePlatform, Message
from tests.webhook.parts import settings_with
from webhook.contents import Text
from webhook.envelope import MAX_BODY, Envelope, Inbound, Refused

MODES = ["plain", "compatible", "secure"]


class Door:
    """An envelope and the platform that writes to it, which may be in different modes."""

    def __init__(self, clock: FixedClock, mode: str = "secure", sends: str | None = None, **others: object) -> None:
        self.settings = settings_with(wechat_mode=mode, **others)
        self.clock = clock
        self.platform = FakePlatform(self.settings, clock, sends or mode)  # type: ignore[arg-type]
        self.envelope = Envelope(
            self.settings.accounts[0], Keyring(["test-secret"]), checks_age=not self.settings.plays_with_time
        )

    def open(self, message: Message) -> Inbound | Refused:
        query, body = self.platform.seal(message.xml)
        assert self.envelope.is_signed(query)
        return self.envelope.open(query, body, self.clock.now())

    def opened(self, message: Message) -> Inbound:
        inbound = self.open(message)
        assert isinstance(inbound, Inbound), inbound
        return inbound

    def open_body(self, body: bytes) -> Inbound | Refused:
        return self.envelope.open(self.platform.seal("<xml/>")[0], body, self.clock.now())


@pytest.mark.parametrize("mode", MODES)
def test_a_text_is_opened_in_every_mode(clock: FixedClock, mode: str) -> None:
    door = Door(clock, mode)

    inbound = door.opened(door.platform.text("o-1", "最近有什么<活动> & 课程"))

    assert (inbound.content, inbound.openid) == (Text("最近有什么<活动> & 课程"), "o-1")
    assert (inbound.account, inbound.recipient) == (door.settings.wechat_appid, ACCOUNT)
    assert inbound.created == clock.now()
    assert inbound.encrypted is (mode != "plain")
    assert "o-1" not in inbound.key and len(inbound.key) == 64


def test_every_try_of_a_message_has_the_same_key_and_other_messages_others(clock: FixedClock) -> None:
    door = Door(clock)
    one = door.platform.text("o-1", "你好", msg_id=1)
    others = [
        door.platform.text("o-1", "你好", msg_id=2),
        door.platform.text("o-2", "你好", msg_id=1),
        door.platform.event("o-1", "CLICK", "a"),
        door.platform.event("o-1", "CLICK", "b"),
        door.platform.event("o-1", "VIEW", "a"),
    ]
    keys = {door.opened(message).key for message in [one, *others]}
    assert door.opened(one).key == door.opened(one).key
    assert len(keys) == 6


def test_in_compatible_mode_the_encrypted_part_counts(clock: FixedClock) -> None:
    door = Door(clock, "compatible")
    query, body = door.platform.seal(door.platform.text("o-1", "真的").xml)
    forged = body.replace("真的".encode(), "假的".encode())
    inbound = door.envelope.open(query, forged, clock.now())
    assert isinstance(inbound, Inbound)
    assert inbound.content == Text("真的")


def test_in_compatible_mode_plaintext_alone_is_taken(clock: FixedClock) -> None:
    door = Door(clock, "compatible", sends="plain")
    assert door.opened(door.platform.text("o-1", "你好")).encrypted is False


def test_in_secure_mode_plaintext_is_refused(clock: FixedClock) -> None:
    door = Door(clock, "secure", sends="plain")
    assert door.open(door.platform.text("o-1", "你好")) == Refused(400, "plaintext")


def test_in_plain_mode_ciphertext_alone_is_refused(clock: FixedClock) -> None:
    door = Door(clock, "plain", sends="secure")
    assert door.open(door.platform.text("o-1", "你好")) == Refused(400, "incomplete")


def test_a_changed_ciphertext_is_refused_by_its_signature(clock: FixedClock) -> None:
    door = Door(clock)
    query, body = door.platform.seal(door.platform.text("o-1", "你好").xml)
    changed = body.replace(b"<Encrypt><![CDATA[", b"<Encrypt><![CDATA[A")
    assert door.envelope.open(query, changed, clock.now()) == Refused(403, "msg_signature")
    del query["msg_signature"]
    assert door.envelope.open(query, body, clock.now()) == Refused(403, "msg_signature")


def test_a_signature_that_is_not_ascii_is_just_wrong(clock: FixedClock) -> None:
    door = Door(clock)
    assert not door.envelope.is_signed({"signature": "签名", "timestamp": "1", "nonce": "\udc80"[:0]})
    assert not door.envelope.is_signed({})


def signed_ciphertext(door: Door, ciphertext: str) -> Inbound | Refused:
    query = {"timestamp": "1", "nonce": "2", "msg_signature": door.platform.sign("1", "2", ciphertext)}
    return door.envelope.open(query, f"<xml><Encrypt>{ciphertext}</Encrypt></xml>".encode(), door.clock.now())


def test_another_accounts_message_is_refused(clock: FixedClock) -> None:
    door = Door(clock)
    assert door.platform.crypto is not None
    foreign = PrpCrypto(door.platform.crypto.key).encrypt("<xml><a>1</a></xml>", "wx-of-somebody-else").decode()
    assert signed_ciphertext(door, foreign) == Refused(403, "foreign_account")


@pytest.mark.parametrize("tail", [b"\x00", b"\x07", b"\x21", b"\xff"])
def test_wrong_padding_is_refused(clock: FixedClock, tail: bytes) -> None:
    door = Door(clock)
    assert door.platform.crypto is not None
    cipher = PrpCrypto(door.platform.crypto.key).cipher
    padded = (b"r" * 16 + b"\x00\x00\x00\x04abcd" + door.settings.wechat_appid.encode()).ljust(63, b"\x01") + tail
    result = signed_ciphertext(door, base64.b64encode(cipher.encrypt(padded)).decode())
    assert isinstance(result, Refused) and result.reason in {"undecryptable", "foreign_account"}


@pytest.mark.parametrize("ciphertext", ["", "A", "AAAA", "not base64 at all", "QUJD" * 8, "汉字"])
def test_ciphertext_that_does_not_open_is_refused(clock: FixedClock, ciphertext: str) -> None:
    assert signed_ciphertext(Door(clock), ciphertext) == Refused(400, "undecryptable")


MALFORMED = {
    "empty": b"",
    "not xml": b"hello",
    "cut off": b"<xml><ToUserName>a",
    "other root": b"<html><ToUserName>a</ToUserName></html>",
    "doctype": b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>',
    "external": b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml></xml>',
    "unknown entity": b"<xml><Content>&nbsp;</Content></xml>",
    "twice": b"<xml><Content>a</Content><Content>b</Content></xml>",
    "deep": b"<xml>" + b"<a>" * 20 + b"</a>" * 20 + b"</xml>",
    "not utf-8": b"<xml><Content>\xff\xfe</Content></xml>",
    "control": b"<xml><Content>\x00</Content></xml>",
    "gbk": b'<?xml version="1.0" encoding="gbk"?><xml><Content>\xc4\xe3</Content></xml>',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
@pytest.mark.parametrize("mode", MODES)
def test_malformed_xml_is_refused_outside_and_inside_the_ciphertext(clock: FixedClock, mode: str, body: bytes) -> None:
    door = Door(clock, mode)
    assert door.open_body(body) == Refused(400, "malformed")
    if mode != "plain" and body:
        inside = door.platform.crypto
        assert inside is not None
        ciphertext = PrpCrypto(inside.key).encrypt(body.decode("latin-1"), door.settings.wechat_appid).decode()
        refused = signed_ciphertext(door, ciphertext)
        assert isinstance(refused, Refused) and refused.status == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"ToUserName": "a", "FromUserName": "b", "CreateTime": "1"},
        {"ToUserName": "a", "FromUserName": "b", "MsgType": "text"},
        {"ToUserName": "a", "CreateTime": "1", "MsgType": "text"},
        {"ToUserName": "a", "FromUserName": "b", "CreateTime": "１２", "MsgType": "text"},
        {"ToUserName": "a", "FromUserName": "b", "CreateTime": "9" * 30, "MsgType": "text"},
        {"ToUserName": "a", "FromUserName": "b" * 200, "CreateTime": "1", "MsgType": "text"},
    ],
)
def test_a_message_without_its_fields_is_refused(clock: FixedClock, fields: dict[str, str]) -> None:
    xml = "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</xml>"
    assert Door(clock, "plain").open_body(xml.encode()) == Refused(400, "incomplete")


def test_a_body_over_64_kib_is_refused(clock: FixedClock) -> None:
    assert Door(clock, "plain").open_body(b" " * (MAX_BODY + 1)) == Refused(413, "too_large")


def test_a_message_older_than_the_claims_are_kept_is_refused(clock: FixedClock) -> None:
    door = Door(clock)
    old, ahead = door.platform.text("o-1", "旧"), door.platform.text("o-1", "来自未来", CreateTime=4_000_000_000)
    clock.move(timedelta(days=7))
    assert isinstance(door.open(old), Inbound)
    clock.move(timedelta(seconds=1))
    assert door.open(old) == Refused(400, "stale")
    assert door.open(ahead) == Refused(400, "stale")


def test_with_a_clock_that_is_played_with_age_is_not_judged(clock: FixedClock) -> None:
    door = Door(clock, clock_offset=86_400.0)
    assert isinstance(door.open(door.platform.text("o-1", "你好", CreateTime=1_600_000_000)), Inbound)


@pytest.mark.parametrize("mode", MODES)
def test_a_reply_comes_back_as_its_question_came(clock: FixedClock, mode: str) -> None:
    door = Door(clock, mode)
    inbound = door.opened(door.platform.text("o-1", "你好"))
    body = door.envelope.close(inbound, "您好 ]]><a>", clock.now())
    assert ("<Encrypt>" in body) is (mode != "plain")


@pytest.mark.parametrize("key", ["short", "?" * 43, ""])
def test_a_wrong_aes_key_is_one_clear_line(key: str) -> None:
    with pytest.raises(UsageError, match="UNIONBOT_WECHAT_AES_KEY"):
        _ = settings_with(wechat_mode="secure", wechat_aes_key=key).accounts


@hypothesis_settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=400) | st.text(alphabet="<xml>/![CDATA]&;a汉\x01 ", max_size=200).map(str.encode))
def test_no_body_makes_it_raise(clock: FixedClock, body: bytes) -> None:
    door = Door(clock, "plain")
    assert isinstance(door.open_body(body), Refused)
    door = Door(clock)
    wrapped = f"<xml><Encrypt>{base64.b64encode(body).decode()}</Encrypt></xml>".encode()
    assert isinstance(door.open_body(wrapped), Refused)
