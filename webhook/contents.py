"""What a callback says: one class for each kind of message and event of the platform that means something to us.

Kinds the platform may add later become `OtherMessage` and `OtherEvent`: answered, and otherwise without effect.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webhook.xml import Fields

QR_PREFIX = "qrscene_"  # before the scene of a code, on the first follow only
NOTHING = "last_trade_no_"  # the platform's scene where somebody followed after paying


@dataclass(frozen=True, slots=True)
class Text:
    """Typed, or a tapped choice: the platform sends both alike."""

    text: str


@dataclass(frozen=True, slots=True)
class Voice:
    """`text`: what the platform recognised; empty where the account has that off."""

    text: str
    media_id: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo; to be downloaded by its media id within three days, never from the URL beside it."""

    media_id: str


@dataclass(frozen=True, slots=True)
class Location:
    """A place the member sent. Degrees; None where the platform's numbers are none. `label`: the place's name."""

    latitude: float | None
    longitude: float | None
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    title: str


@dataclass(frozen=True, slots=True)
class File:
    title: str


@dataclass(frozen=True, slots=True)
class OtherMessage:
    """video, shortvideo, and whatever comes one day."""

    kind: str


@dataclass(frozen=True, slots=True)
class Followed:
    """`scene`: of the QR code by which the account was found, or empty."""

    scene: str


@dataclass(frozen=True, slots=True)
class Unfollowed:
    pass


@dataclass(frozen=True, slots=True)
class Scanned:
    """A QR code of the account, scanned by somebody who follows it."""

    scene: str


@dataclass(frozen=True, slots=True)
class Clicked:
    """A menu entry; `key` as in the menu's file."""

    key: str


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A menu entry's scanner read this, and the member waits for an answer."""

    result: str


@dataclass(frozen=True, slots=True)
class OptIn:
    """The member's answer for one template of subscribe notices."""

    template_id: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class OptIns:
    """The member allowed or refused subscribe notices, in the pop-up or later in the settings.

    `in_settings`: there what was refused takes away what was allowed before.
    """

    answers: tuple[OptIn, ...]
    in_settings: bool = False


@dataclass(frozen=True, slots=True)
class SendResult:
    """What became of a template message or subscribe notice. `reason`: the platform's, where it was not delivered.

    `template_id` and `code` (an errcode) are those of a subscribe notice.
    """

    message_id: str
    delivered: bool
    reason: str
    template_id: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class SendResults:
    results: tuple[SendResult, ...]


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """One that asks for no answer: a location report, a link of the menu opened, a picker opened, the unknown."""

    name: str


Content = (
    Text | Voice | Picture | Location | Link | File | OtherMessage | Followed | Unfollowed | Scanned | Clicked
    | CodeScanned | OptIns | SendResults | OtherEvent
)  # fmt: skip

Parse = Callable[[Fields], Content]


def content_of(fields: Fields) -> tuple[Content, str]:
    """The content, and the part of the idempotency key that tells it from others of the same member and second."""
    kind = fields.get("MsgType", "").lower()
    if kind == "event":
        return _event(fields)
    parse = _MESSAGES.get(kind)
    content = parse(fields) if parse else OtherMessage(kind)
    return content, f"message\n{fields.get('MsgId') or fields.get('Content', '')}"


def _event(fields: Fields) -> tuple[Content, str]:
    """Events carry no MsgId, those about a send a MsgID."""
    name = fields.get("Event", "")
    parse = _EVENTS.get(name.lower())
    content = parse(fields) if parse else OtherEvent(name)
    inside = repr(content) if isinstance(content, OptIns | SendResults) else ""
    return content, f"event\n{name}\n{fields.get('EventKey', '')}{inside}"


def _scene(fields: Fields) -> str:
    scene = fields.get("EventKey", "").removeprefix(QR_PREFIX)
    return "" if scene.startswith(NOTHING) else scene


def _degrees(fields: Mapping[str, str], name: str) -> float | None:
    try:
        value = float(fields.get(name, ""))
    except ValueError:
        return None
    return value if -180 <= value <= 180 else None


def _location(fields: Fields) -> Location:
    return Location(_degrees(fields, "Location_X"), _degrees(fields, "Location_Y"), fields.get("Label", ""))


def _code_scanned(fields: Fields) -> CodeScanned:
    info = fields.nested.get("ScanCodeInfo", [Fields()])[0]
    return CodeScanned(info.get("ScanResult", ""))


def _lists(fields: Fields, name: str) -> list[Fields]:
    return [entry for around in fields.nested.get(name, []) for entry in around.nested.get("List", [])]


def _opt_ins(name: str) -> Parse:
    def parse(fields: Fields) -> OptIns:
        entries = [(e.get("TemplateId", ""), e.get("SubscribeStatusString", "")) for e in _lists(fields, name)]
        answers = tuple(OptIn(template, status == "accept") for template, status in entries if template)
        return OptIns(answers, in_settings=name == "SubscribeMsgChangeEvent")

    return parse


def _template_result(fields: Fields) -> SendResults:
    status = fields.get("Status", "")  # success, failed:user block, failed: system failed
    delivered = status == "success"
    return SendResults((SendResult(fields.get("MsgID", ""), delivered, "" if delivered else status),))


def _notice_results(fields: Fields) -> SendResults:
    entries = _lists(fields, "SubscribeMsgSentEvent")
    return SendResults(tuple(_notice_result(entry) for entry in entries))


def _notice_result(entry: Fields) -> SendResult:
    code = entry.get("ErrorCode", "")
    reason = "" if code == "0" else entry.get("ErrorStatus", "")
    return SendResult(entry.get("MsgID", ""), code == "0", reason, entry.get("TemplateId", ""), code)


_MESSAGES: dict[str, Parse] = {
    "text": lambda fields: Text(fields.get("Content", "")),
    "voice": lambda fields: Voice(fields.get("Recognition", ""), fields.get("MediaId", "")),
    "image": lambda fields: Picture(fields.get("MediaId", "")),
    "location": _location,
    "link": lambda fields: Link(fields.get("Title", "")),
    "file": lambda fields: File(fields.get("Title", "")),
}
_EVENTS: dict[str, Parse] = {
    "subscribe": lambda fields: Followed(_scene(fields)),
    "unsubscribe": lambda _: Unfollowed(),
    "scan": lambda fields: Scanned(_scene(fields)),
    "click": lambda fields: Clicked(fields.get("EventKey", "")),
    "scancode_waitmsg": _code_scanned,
    "templatesendjobfinish": _template_result,
    "subscribe_msg_popup_event": _opt_ins("SubscribeMsgPopupEvent"),
    "subscribe_msg_change_event": _opt_ins("SubscribeMsgChangeEvent"),
    "subscribe_msg_sent_event": _notice_results,
}
