"""The load as signed and encrypted callbacks, made before it begins, and the check of every answer afterwards."""

from collections.abc import Sequence
from urllib.parse import urlencode
from xml.etree.ElementTree import ParseError

import httpx
from wechatpy.exceptions import WeChatException

from app.knowledge import PROGRAMS
from base.clock import SystemClock
from base.settings import Settings
from bench.load import Exchange, Requests
from bench.script import Conversation, mixed_turns
from knowledge.loader import load_folder
from tests.platform import FakePlatform
from webhook import texts

_FAILURES = tuple(reply.texts[0] for reply in (texts.NO_ENGINE, texts.NO_ANSWER, texts.NOT_HANDLED, texts.FETCH_HINT))


def conversations(turns: int) -> list[Conversation]:
    """Mixed turns about the real programs."""
    questions = [question for program in load_folder(PROGRAMS) for question in program.questions]
    return mixed_turns(questions, turns)


class Callbacks:
    """The platform's side of the load."""

    def __init__(self, settings: Settings) -> None:
        self._platform = FakePlatform(settings, SystemClock())

    def requests(self, conversations: Sequence[Conversation]) -> Requests:
        """The HTTP requests of each conversation."""
        return [[self.request(each.openid, line.text) for line in each.lines] for each in conversations]

    def problem(self, exchange: Exchange, expects: str) -> str:
        """What was wrong with an answer, empty if nothing: it must open, be no failure line, and say what it should."""
        if exchange.status != httpx.codes.OK:
            return f"status {exchange.status}"
        try:
            reply = self._platform.read(httpx.Response(exchange.status, content=exchange.body))
        except (AssertionError, ParseError, WeChatException) as error:
            return f"unreadable ({type(error).__name__})"
        if reply is None:
            return "no reply in time"
        if any(line in reply for line in _FAILURES):
            return "failure line"
        return "" if expects in reply else f"no “{expects}” in the reply"

    def reply(self, exchange: Exchange) -> str:
        """The text of an answer without a problem."""
        return self._platform.read(httpx.Response(exchange.status, content=exchange.body)) or ""

    def request(self, openid: str, text: str) -> bytes:
        """The HTTP request of one text."""
        query, body = self._platform.seal(self._platform.text(openid, text).xml)
        head = f"POST /wechat?{urlencode(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
