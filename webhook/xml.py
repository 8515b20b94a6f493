"""XML of the platform, read and written safely.

Read with expat itself: no DOCTYPE, no entities, no element of the first level twice. (ElementTree expands entities,
and xmltodict turns a repeated element into a list, on which wechatpy raises TypeError.)
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


class Fields(dict[str, str]):
    """The texts of an element's children by name; children that have children themselves are in `nested`."""

    def __init__(self) -> None:
        super().__init__()
        self.nested: dict[str, list[Fields]] = {}


def read_fields(body: bytes) -> Fields:
    """The elements below `<xml>`.

    Raises:
        MalformedXmlError: not XML, another root, a DOCTYPE, an element of the first level twice, too deep, not UTF-8.
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
    return reader.root


class _FieldReader:
    """Expat's handlers. `_open`: the elements on the way down, each with its children and its own text."""

    def __init__(self) -> None:
        self.root = Fields()
        self._open: list[tuple[Fields, list[str]]] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_DEPTH or (not self._open and name != ROOT):
            raise MalformedXmlError
        self._open.append((Fields() if self._open else self.root, []))

    def end(self, name: str) -> None:
        fields, text = self._open.pop()
        if not self._open:
            return
        parent = self._open[-1][0]
        if len(self._open) == 1 and (name in parent or name in parent.nested):
            raise MalformedXmlError
        if fields or fields.nested:
            parent.nested.setdefault(name, []).append(fields)
        else:
            parent[name] = "".join(text)

    def characters(self, data: str) -> None:
        if self._open:
            self._open[-1][1].append(data)

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
