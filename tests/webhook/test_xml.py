"""What is written can be read by any XML parser, and nothing in a text can leave its element."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from webhook.xml import clean, read_fields, text_reply

ANYTHING = st.text(st.characters(), max_size=100) | st.text("]>[!<CDATA\x00\ud800a", max_size=60)


@given(text=ANYTHING)
def test_any_text_survives_as_one_element(text: str) -> None:
    body = text_reply("o-1", "gh_1", 1, text)
    xml = ElementTree.fromstring(body)
    assert [element.tag for element in xml] == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]
    assert (xml.findtext("Content") or "") == clean(text)
    assert read_fields(body.encode())["Content"] == clean(text)


def test_deeper_elements_are_kept_apart() -> None:
    fields = read_fields(b"<xml><a>1</a><b><c>2</c>3<c>4</c></b><b2><d>5</d></b2><e/></xml>")
    assert fields == {"a": "1", "e": ""}
    assert fields.nested == {"b": [{"c": "4"}], "b2": [{"d": "5"}]}
