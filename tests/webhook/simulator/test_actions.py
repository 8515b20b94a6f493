"""The XML of every action is what the platform documents."""

import hashlib
from typing import Any

import pytest
import xmltodict

from webhook.simulator import actions as a
from webhook.simulator.xml import to_xml

X, Y = 30.2741, 120.1633
PICTURE = "builtin-scene"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


MESSAGES: list[tuple[a.Action, dict[str, Any]]] = [
    (a.Text(text="你好"), {"MsgType": "text", "Content": "你好"}),
    (a.Text(text="满意", menu_id="101"), {"MsgType": "text", "Content": "满意", "bizmsgmenuid": "101"}),
    (
        a.Voice(text="我要报名"),
        {"MsgType": "voice", "MediaId": "builtin-voice", "Format": "amr", "Recognition": "我要报名"},
    ),
    (a.Voice(recognition=False), {"MsgType": "voice", "MediaId": "builtin-voice", "Format": "amr"}),
    (
        a.Image(media_id=PICTURE),
        {"MsgType": "image", "PicUrl": "/simulator/media/builtin-scene", "MediaId": PICTURE},
    ),
    (a.Video(), {"MsgType": "video", "MediaId": "builtin-video", "ThumbMediaId": PICTURE}),
    (a.Video(kind="shortvideo"), {"MsgType": "shortvideo", "MediaId": "builtin-video", "ThumbMediaId": PICTURE}),
    (
        a.Location(x=X, y=Y, label="武林广场"),
        {
            "MsgType": "location",
            "Location_X": "30.274100",
            "Location_Y": "120.163300",
            "Scale": "16",
            "Label": "武林广场",
        },
    ),
    (
        a.Link(name="通知", description="摘要", url="https://example.org/"),
        {"MsgType": "link", "Title": "通知", "Description": "摘要", "Url": "https://example.org/"},
    ),
    (
        a.File(name="合同.pdf", size=2048),
        {
            "MsgType": "file",
            "Title": "合同.pdf",
            "Description": "2.0 KB",
            "FileKey": "SimulatedFileKey",
            "FileMd5": _md5("合同.pdf"),
            "FileTotalLen": "2048",
        },
    ),
    (
        a.UnknownMessage(),
        {"MsgType": "hologram", "MediaId": "builtin-unknown", "Extra": {"Version": "2", "Note": "将来的消息"}},
    ),
]


def _event(name: str, **more: Any) -> dict[str, Any]:
    return {"MsgType": "event", "Event": name, **more}


TICKET = "gQH_SimulatedTicket"
SCANNED = {"ScanType": "qrcode", "ScanResult": "A12"}
EVENTS: list[tuple[a.Action, dict[str, Any]]] = [
    (a.Subscribe(), _event("subscribe", EventKey=None)),
    (a.Subscribe(scene="7"), _event("subscribe", EventKey="qrscene_7", Ticket=TICKET)),
    (a.Unsubscribe(), _event("unsubscribe", EventKey=None)),
    (a.Scan(scene="7"), _event("SCAN", EventKey="7", Ticket=TICKET)),
    (
        a.LocationReport(x=X, y=Y),
        _event("LOCATION", Latitude="30.274100", Longitude="120.163300", Precision="65.000000"),
    ),
    (a.Click(key="say:转人工"), _event("CLICK", EventKey="say:转人工")),
    (a.View(url="https://example.org/"), _event("VIEW", EventKey="https://example.org/", MenuId="430000000")),
    (a.ViewMiniProgram(path="a/b"), _event("view_miniprogram", EventKey="a/b", MenuId="430000000")),
    (
        a.ScanCode(kind="scancode_push", key="k", result="A12"),
        _event("scancode_push", EventKey="k", ScanCodeInfo=SCANNED),
    ),
    (
        a.ScanCode(kind="scancode_waitmsg", key="k", result="A12"),
        _event("scancode_waitmsg", EventKey="k", ScanCodeInfo=SCANNED),
    ),
    *(
        (
            a.Pictures(kind=kind, key="k", media_ids=[PICTURE, "other"]),
            _event(
                kind,
                EventKey="k",
                SendPicsInfo={
                    "Count": "2",
                    "PicList": {"item": [{"PicMd5Sum": _md5(PICTURE)}, {"PicMd5Sum": _md5("other")}]},
                },
            ),
        )
        for kind in ("pic_sysphoto", "pic_photo_or_album", "pic_weixin")
    ),
    (
        a.LocationSelect(key="k", x=X, y=Y, place="武林广场"),
        _event(
            "location_select",
            EventKey="k",
            SendLocationInfo={
                "Location_X": "30.274100",
                "Location_Y": "120.163300",
                "Scale": "16",
                "Label": "武林广场",
                "Poiname": None,
            },
        ),
    ),
    (
        a.OptIn(decisions=[a.Decision(template_id="t1", accepted=True), a.Decision(template_id="t2", accepted=False)]),
        _event(
            "subscribe_msg_popup_event",
            SubscribeMsgPopupEvent={
                "List": [
                    {"TemplateId": "t1", "SubscribeStatusString": "accept", "PopupScene": "1"},
                    {"TemplateId": "t2", "SubscribeStatusString": "reject", "PopupScene": "1"},
                ]
            },
        ),
    ),
    (
        a.OptOut(template_id="t1"),
        _event(
            "subscribe_msg_change_event",
            SubscribeMsgChangeEvent={"List": {"TemplateId": "t1", "SubscribeStatusString": "reject"}},
        ),
    ),
    (a.TemplateSent(message_id=7), _event("TEMPLATESENDJOBFINISH", MsgID="7", Status="success")),
    (
        a.NoticeSent(template_id="t1", message_id="7"),
        _event(
            "subscribe_msg_sent_event",
            SubscribeMsgSentEvent={
                "List": {"TemplateId": "t1", "MsgID": "7", "ErrorCode": "0", "ErrorStatus": "success"}
            },
        ),
    ),
    (a.UnknownEvent(), _event("future_event", EventKey=None, FutureInfo={"Version": "2"})),
]


def _name(value: object) -> str:
    return f"{type(value).__name__}-{getattr(value, 'kind', '')}" if isinstance(value, a.Action) else ""


@pytest.mark.parametrize(("action", "fields"), [*MESSAGES, *EVENTS], ids=_name)
def test_the_xml_is_what_the_platform_documents(action: a.Action, fields: dict[str, Any]) -> None:
    assert xmltodict.parse(to_xml(action.fields()))["xml"] == fields


@pytest.mark.parametrize("action", [action for action, _ in EVENTS], ids=_name)
def test_events_are_told_apart_from_messages(action: a.Action) -> None:
    assert action.is_event


def test_pictures_and_a_place_chosen_from_the_menu_follow_as_messages() -> None:
    pictures = a.Pictures(kind="pic_weixin", key="k", media_ids=["a", "b"])
    assert pictures.messages() == [a.Image(media_id="a"), a.Image(media_id="b")]
    assert a.LocationSelect(key="k", x=X, y=Y, place="家").messages() == [a.Location(x=X, y=Y, label="家")]


def test_numbers_are_bare_and_texts_cannot_leave_their_cdata() -> None:
    assert to_xml({"A": 1, "B": 0.5, "C": "]]><D>\x00\ud800", "E": {"F": "g"}, "H": [{"I": 1}, {"I": 2}]}) == (
        "<xml>\n<A>1</A>\n<B>0.500000</B>\n<C><![CDATA[]]]]><![CDATA[><D>]]></C>\n<E><F><![CDATA[g]]></F></E>\n"
        "<H><I>1</I></H><H><I>2</I></H>\n</xml>"
    )
