"""Each kind of callback as the platform documents it, and the kinds it may add one day."""

import pytest

from webhook import contents as c
from webhook.contents import content_of
from webhook.xml import read_fields

POPUP = """
<SubscribeMsgPopupEvent>
  <List><TemplateId>t-1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List>
  <List><TemplateId>t-2</TemplateId><SubscribeStatusString>reject</SubscribeStatusString><PopupScene>2</PopupScene></List>
</SubscribeMsgPopupEvent>"""
SENT = """
<SubscribeMsgSentEvent><List><TemplateId>t-1</TemplateId><MsgID>77</MsgID><ErrorCode>20002</ErrorCode>
<ErrorStatus>user refuse</ErrorStatus></List></SubscribeMsgSentEvent>"""
SCAN = "<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>AB2C</ScanResult></ScanCodeInfo>"


def message(kind: str, inside: str = "") -> c.Content:
    return content_of(read_fields(f"<xml><MsgType>{kind}</MsgType><MsgId>1</MsgId>{inside}</xml>".encode()))[0]


def event(name: str, inside: str = "", key: str = "") -> c.Content:
    body = f"<xml><MsgType>event</MsgType><Event>{name}</Event><EventKey>{key}</EventKey>{inside}</xml>"
    return content_of(read_fields(body.encode()))[0]


def test_messages() -> None:
    place = "<Location_X>30.25</Location_X><Location_Y>120.1</Location_Y><Scale>20</Scale><Label>西湖区文三路</Label>"
    assert message("text", "<Content>你好</Content>") == c.Text("你好")
    assert message("TEXT", "<Content>你好</Content>") == c.Text("你好")
    assert message("voice", "<MediaId>m</MediaId><Recognition>我要报名</Recognition>") == c.Voice("我要报名", "m")
    assert message("voice", "<MediaId>m</MediaId>") == c.Voice("", "m")
    assert message("image", "<PicUrl>http://x</PicUrl><MediaId>m</MediaId>") == c.Picture("m")
    assert message("location", place) == c.Location(30.25, 120.1, "西湖区文三路")
    assert message("location", "<Location_X>north</Location_X><Location_Y>1e9</Location_Y>") == c.Location(
        None, None, ""
    )
    assert message("link", "<Title>标题</Title><Url>http://x</Url>") == c.Link("标题")
    assert message("file", "<Title>合同.pdf</Title>") == c.File("合同.pdf")
    for kind in ("video", "shortvideo", "hologram"):
        assert message(kind) == c.OtherMessage(kind)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (event("subscribe"), c.Followed("")),
        (event("subscribe", key="qrscene_poster-7"), c.Followed("poster-7")),
        (event("subscribe", key="last_trade_no_1217752501"), c.Followed("")),
        (event("unsubscribe"), c.Unfollowed()),
        (event("SCAN", key="poster-7"), c.Scanned("poster-7")),
        (event("CLICK", key="say:我的报名"), c.Clicked("say:我的报名")),
        (event("scancode_waitmsg", SCAN, "scan"), c.CodeScanned("AB2C")),
        (event("scancode_waitmsg", "", "scan"), c.CodeScanned("")),
        (event("VIEW", key="http://x"), c.OtherEvent("VIEW")),
        (event("LOCATION", "<Latitude>30</Latitude>"), c.OtherEvent("LOCATION")),
        (event("scancode_push", SCAN), c.OtherEvent("scancode_push")),
        (event("pic_weixin", "<SendPicsInfo><Count>1</Count></SendPicsInfo>"), c.OtherEvent("pic_weixin")),
        (event("location_select"), c.OtherEvent("location_select")),
        (event("an_event_of_2030", "<A><B><C>1</C></B></A>"), c.OtherEvent("an_event_of_2030")),
        (
            event("TEMPLATESENDJOBFINISH", "<MsgID>9</MsgID><Status>success</Status>"),
            c.SendResults((c.SendResult("9", True, ""),)),
        ),
        (
            event("TEMPLATESENDJOBFINISH", "<MsgID>9</MsgID><Status>failed:user block</Status>"),
            c.SendResults((c.SendResult("9", False, "failed:user block"),)),
        ),
        (event("subscribe_msg_popup_event", POPUP), c.OptIns((c.OptIn("t-1", True), c.OptIn("t-2", False)))),
        (
            event("subscribe_msg_sent_event", SENT),
            c.SendResults((c.SendResult("77", False, "user refuse", "t-1", "20002"),)),
        ),
    ],
)
def test_events(content: c.Content, expected: c.Content) -> None:
    assert content == expected


def test_two_results_of_one_second_are_two_events() -> None:
    bodies = [
        f"<xml><MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event><MsgID>{n}</MsgID></xml>" for n in (1, 2)
    ]
    assert len({content_of(read_fields(body.encode()))[1] for body in bodies}) == 2
