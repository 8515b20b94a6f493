"""Bodies for the fuzzing of the envelope: callbacks of every kind as the platform sends them, and what can go wrong.

From one seed always the same bodies, so that a body that found a fault can be made again.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from wechatpy.crypto import PrpCrypto

from tests.platform import ACCOUNT, FakePlatform

Fields = dict[str, str]

MESSAGES: Sequence[Fields] = (
    {"MsgType": "text", "Content": "最近有什么活动"},
    {"MsgType": "text", "Content": "继续"},
    {"MsgType": "text", "Content": "愿意 A7BC"},
    {"MsgType": "text", "Content": "2"},
    {"MsgType": "voice", "MediaId": "m1", "Format": "amr", "Recognition": "我要报名"},
    {"MsgType": "image", "MediaId": "m1", "PicUrl": "http://127.0.0.1:1/x"},
    {"MsgType": "video", "MediaId": "m1", "ThumbMediaId": "m2"},
    {"MsgType": "shortvideo", "MediaId": "m1", "ThumbMediaId": "m2"},
    {"MsgType": "location", "Location_X": "30.2", "Location_Y": "120.1", "Scale": "15", "Label": "上城区"},
    {"MsgType": "link", "Title": "链接", "Description": "…", "Url": "http://127.0.0.1:1/"},
    {"MsgType": "file", "Title": "证明.pdf", "FileKey": "k", "FileTotalLen": "1000"},
    {"MsgType": "miniprogrampage", "Title": "小程序", "AppId": "wx1"},
)
EVENTS: Sequence[Fields] = (
    {"Event": "subscribe", "EventKey": "qrscene_7"},
    {"Event": "subscribe", "EventKey": "qrscene_say:活动"},
    {"Event": "unsubscribe"},
    {"Event": "SCAN", "EventKey": "say:活动", "Ticket": "t"},
    {"Event": "CLICK", "EventKey": "律师"},
    {"Event": "VIEW", "EventKey": "http://127.0.0.1:1/"},
    {"Event": "LOCATION", "Latitude": "30.2", "Longitude": "120.1", "Precision": "50"},
    {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "200163836", "Status": "failed:user block"},
    {"Event": "user_authorize_revoke", "OpenID": "o-1"},
)
_SCAN = "<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>say:活动</ScanResult></ScanCodeInfo>"
_POPUP = (
    "<{0}><List><TemplateId>DEMO-subscribe-reminder</TemplateId>"
    "<SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List>"
    "<List><TemplateId>t2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></{0}>"
)
_SENT = (
    "<SubscribeMsgSentEvent><List><TemplateId>t1</TemplateId><MsgID>1700827132819554304</MsgID>"
    "<ErrorCode>43101</ErrorCode><ErrorStatus>failed</ErrorStatus></List></SubscribeMsgSentEvent>"
)
_PICTURES = "<SendPicsInfo><Count>1</Count><PicList><item><PicMd5Sum>1b</PicMd5Sum></item></PicList></SendPicsInfo>"
NESTED = (
    ("scancode_waitmsg", _SCAN),
    ("scancode_push", _SCAN),
    ("pic_sysphoto", _PICTURES),
    ("location_select", "<SendLocationInfo><Location_X>30</Location_X><Label>上城区</Label></SendLocationInfo>"),
    ("subscribe_msg_popup_event", _POPUP.format("SubscribeMsgPopupEvent")),
    ("subscribe_msg_change_event", _POPUP.format("SubscribeMsgChangeEvent")),
    ("subscribe_msg_sent_event", _SENT),
)
# What may stand where a value stood.
VALUES = (
    "", " ", "0", "-1", "1e999", "nan", "inf", "1_0", "１２", "٣", "9" * 30, "9" * 400, "0x10", "true",
    "]]>", "]]]]><![CDATA[>", "<![CDATA[", "<![CDATA[a]]>", "<a>1</a>", "<List><List/></List>", "<!--", "<?a b?>",
    "&amp;", "&a;", "&#0;", "&#xD800;", "&#xFFFE;", "&#x10FFFF;", "&#x1F600;", "\x00", "\x0b", "\x7f", "\x85", "\ufffe",
    "\u202e", "\u2028", "\ufeff", "👨‍👩‍👧", "继续", "更多", "转人工", "退出人工", "/restart", "say:", "qrscene_",
    "qrscene_say:/", "'; DROP TABLE members; --", "%s%n", "{0}", "${jndi:x}", "../../etc/passwd", "长" * 3_000,
    "a" * 20_000, "text", "event",
)  # fmt: skip
BYTES = (b"\x00", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xf4\x90\x80\x80", b"<", b">", b"&", b"]]>")
HEADS = (
    '<?xml version="1.0" encoding="utf-8"?>',
    '<?xml version="1.0" encoding="utf-16"?>',
    '<?xml version="1.1"?>',
    '<!DOCTYPE xml [<!ENTITY a "b">]>',
    '<!DOCTYPE xml SYSTEM "file:///etc/passwd">',
    "\ufeff",
)


@dataclass(frozen=True)
class Attempt:
    """One request to the callback."""

    query: dict[str, str]
    body: bytes
    path: str = "/wechat"


class Mutator:
    """Makes requests; `dice` decide about all of them. `created`: seconds since 1970, of messages that are fresh."""

    def __init__(self, platform: FakePlatform, appid: str, dice: random.Random, created: int) -> None:
        assert platform.crypto is not None
        self._platform = platform
        self._dice = dice
        self._cipher = PrpCrypto(platform.crypto.key)
        self._appid = appid
        self._created = created

    def attempt(self) -> Attempt:
        """One request: mostly well signed and encrypted, for what is refused at the door is soon explored."""
        way = self._dice.random()
        if way < 0.05:
            return self._signed(self._dice.randbytes(self._dice.randrange(300)))
        xml = self._xml()
        if way < 0.15:
            return self._signed(xml)
        return self._sealed(xml)

    def _signed(self, body: bytes) -> Attempt:
        query = {"timestamp": "1", "nonce": "n", "signature": self._platform.sign("1", "n")}
        return Attempt(self._spoilt(query), body)

    def _sealed(self, xml: bytes) -> Attempt:
        """Encrypted and signed; the appid is another one now and then, the ciphertext spoilt."""
        dice = self._dice
        appid = self._appid if dice.random() < 0.97 else dice.choice(("", "wx-of-another", self._appid + "1"))
        encrypted = self._cipher.encrypt(xml, appid).decode()
        if dice.random() < 0.03:
            encrypted = dice.choice((encrypted[:-4], encrypted[1:], encrypted + "=", "AAAA", "汉", encrypted.lower()))
        query = {"timestamp": "1", "nonce": "n", "signature": self._platform.sign("1", "n"), "encrypt_type": "aes"}
        query["msg_signature"] = self._platform.sign("1", "n", encrypted)
        around = f"<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        return Attempt(self._spoilt(query), around.encode())

    def _spoilt(self, query: dict[str, str]) -> dict[str, str]:
        if self._dice.random() < 0.03:
            query[self._dice.choice(list(query))] = self._dice.choice(("", "0" * 40, "签名", "\x00", "%00"))
        return query

    def _xml(self) -> bytes:
        """A callback, with none to three things wrong."""
        dice = self._dice
        parts = self._parts()
        for _ in range(dice.choice((0, 1, 1, 1, 2, 3))):
            dice.choice(CHANGES)(parts, dice)
        inside = "".join(f"<{name}>{value}</{name}>" for name, value in parts)
        head = dice.choice(HEADS) if dice.random() < 0.05 else ""
        body = f"{head}<xml>{inside}</xml>".encode("utf-8", "surrogatepass")
        return _broken(body, dice) if dice.random() < 0.1 else body

    def _parts(self) -> list[tuple[str, str]]:
        """Names and values; a value may be XML."""
        dice, extra = self._dice, ""
        kind = dice.random()
        if kind < 0.4:
            fields = {**dice.choice(MESSAGES), "MsgId": str(dice.randrange(10**17))}
        elif kind < 0.7:
            fields = {"MsgType": "event", **dice.choice(EVENTS)}
        else:
            event, extra = dice.choice(NESTED)
            fields = {"MsgType": "event", "Event": event, "EventKey": "6"}
        openid = f"o-{dice.randrange(200)}"
        common = {"ToUserName": ACCOUNT, "FromUserName": openid, "CreateTime": str(self._created - dice.randrange(9))}
        parts = [(name, _wrapped(value, dice)) for name, value in {**common, **fields}.items()]
        if extra:
            name = extra[1 : extra.index(">")]
            parts.append((name, extra[len(name) + 2 : -len(name) - 3]))
        return parts


def _wrapped(value: str, dice: random.Random) -> str:
    return f"<![CDATA[{value}]]>" if dice.random() < 0.7 else escape(value)


def _another_value(parts: list[tuple[str, str]], dice: random.Random) -> None:
    if parts:
        at = dice.randrange(len(parts))
        value = dice.choice(VALUES)
        parts[at] = parts[at][0], f"<![CDATA[{value}]]>" if dice.random() < 0.85 else value


def _twice(parts: list[tuple[str, str]], dice: random.Random) -> None:
    if parts:
        parts.insert(dice.randrange(len(parts)), dice.choice(parts))


def _without(parts: list[tuple[str, str]], dice: random.Random) -> None:
    if parts:
        del parts[dice.randrange(len(parts))]


def _deeper(parts: list[tuple[str, str]], dice: random.Random) -> None:
    if parts:
        at, depth = dice.randrange(len(parts)), dice.choice((1, 2, 5, 7, 50, 2_000))
        parts[at] = parts[at][0], "<a>" * depth + parts[at][1] + "</a>" * depth


def _swapped(parts: list[tuple[str, str]], dice: random.Random) -> None:
    """A value under another name."""
    if parts:
        one, other = dice.randrange(len(parts)), dice.randrange(len(parts))
        parts[one] = parts[other][0], parts[one][1]


def _more(parts: list[tuple[str, str]], dice: random.Random) -> None:
    """A field or a kind of one day."""
    name = dice.choice(("MsgType", "Event", "EventKey", "MsgId", "MsgID", "Encrypt", "New", "xml", "名", "a:b", "List"))
    parts.append((name, dice.choice(VALUES)))


CHANGES = (_another_value, _another_value, _another_value, _twice, _without, _deeper, _swapped, _more)


def _broken(body: bytes, dice: random.Random) -> bytes:
    """Cut, or with bytes in it that do not belong there."""
    at = dice.randrange(len(body))
    if dice.random() < 0.3:
        return body[:at]
    return body[:at] + dice.choice(BYTES) + body[at + dice.randrange(3) :]
