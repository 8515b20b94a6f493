"""XML of the platform, read and written safely.

Read with expat itself: flat, no DOCTYPE, no entities, no element twice. (ElementTree expands entities, and xmltodict
turns a repeated element into a list, on which wechatpy raises TypeError.)
"""

import re
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

ROOT = "xml"
MAX_DEPTH = 8  # the platform's own messages reach 4

# What XML 1.0 cannot hold, plus what would turn the direction of the text around on the member's screen.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")


class MalformedXmlError(Exception):
    """Not the kind of XML the platform sends."""


def clean(text: str) -> str:
    """The text without control characters, lone surrogates and direction marks; line ends are newlines."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def read_fields(body: bytes) -> dict[str, str]:
    """The texts of the elements right below `<xml>`, by name; deeper elements are left out.

    Raises:
        MalformedXmlError: not XML, another root, a DOCTYPE, an element twice, too deep, not UTF-8.
    """
    reader = _FieldReader()
    parser = ParserCreate("utf-8")  # overrides what the document declares
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(body, True)
    except ExpatError as error:
        raise MalformedXmlError from error
    return reader.fields


class _FieldReader:
    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._depth = 0
        self._text: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH or (self._depth == 1 and name != ROOT):
            raise MalformedXmlError
        if self._depth == 2:
            self._text = []

    def end(self, name: str) -> None:
        if self._depth == 2:
            if name in self.fields:
                raise MalformedXmlError
            self.fields[name] = "".join(self._text)
        self._depth -= 1

    def characters(self, data: str) -> None:
        if self._depth == 2:
            self._text.append(data)

    def refuse(self, *_: Any) -> None:
        raise MalformedXmlError


def cdata(text: str) -> str:
    """The text as CDATA that nothing inside can close."""
    return "<![CDATA[" + clean(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def text_reply(to: str, sender: str, created: int, text: str) -> str:
    """A passive text reply. `created`: seconds since 1970."""
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>{cdata(text)}</Content></xml>"
    )


def encrypted_reply(ciphertext: str, signature: str, timestamp: str, nonce: str) -> str:
    """The envelope of an encrypted passive reply."""
    return (
        f"<xml><Encrypt>{cdata(ciphertext)}</Encrypt><MsgSignature>{cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    )
