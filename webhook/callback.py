"""GET and POST /wechat: raw requests in, plain responses out, and never a stack trace."""

import asyncio
from collections.abc import Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from base.logging import get_logger
from webhook.contents import OtherEvent
from webhook.deadline import TRY_AGAIN, Answer, Desk
from webhook.dependencies import Dependencies
from webhook.envelope import MAX_BODY, Envelope, Inbound, Query, Refused
from webhook.failures import describe
from webhook.throttle import Throttle

SUCCESS = "success"
MAX_ECHO = 1024
PLAIN = {"content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff"}
HANGING = {**PLAIN, "connection": "close"}  # what is left of the body is not waited for
UNREAD = (408, 413)
XML = {"content-type": "text/xml; charset=utf-8"}

log = get_logger("webhook")


class Callback:
    """The endpoint the platform calls."""

    def __init__(self, deps: Dependencies, envelopes: Mapping[str, Envelope], desk: Desk) -> None:
        self._clock = deps.clock
        self._metrics = deps.metrics
        self._envelopes = envelopes
        self._first = deps.settings.accounts[0].appid
        self._desk = desk
        self._seconds_for_body = deps.timing.budget  # after it the platform is gone
        self._refusals = Throttle()

    async def handshake(self, request: Request) -> Response:
        """The platform checks that the account is ours: the echo goes back as it came."""
        query = request.query_params
        envelope = self._envelope(request)
        if isinstance(envelope, Refused):
            return self._refuse(envelope)
        echo = query.get("echostr", "")
        if not 0 < len(echo) <= MAX_ECHO:
            return self._refuse(Refused(400, "echostr"))
        return Response(echo, headers=PLAIN)

    async def message(self, request: Request) -> Response:
        """A message or an event. A refused one does nothing."""
        arrived = asyncio.get_running_loop().time()
        await asyncio.sleep(0)  # all that came at the same moment note their arrival before any is worked on
        try:
            opened = await self._open(request)
            if isinstance(opened, Refused):
                return self._refuse(opened)
            answer = await self._answer(opened, arrived)
            self._metrics.messages.labels(opened.kind, answer.how).inc()
            return self._respond(opened, answer)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except Exception as error:
            log.error("callback_failed", **describe(error))
            return Response(status_code=503)  # the platform tries again
        finally:
            self._metrics.seconds.observe(asyncio.get_running_loop().time() - arrived)

    async def _open(self, request: Request) -> Inbound | Refused:
        query: Query = request.query_params
        envelope = self._envelope(request)
        if isinstance(envelope, Refused):
            return envelope
        body = await self._read_body(request)
        return body if isinstance(body, Refused) else envelope.open(query, body, self._clock.now())

    async def _read_body(self, request: Request) -> bytes | Refused:
        try:
            async with asyncio.timeout(self._seconds_for_body):
                body = await _read_body(request)
        except TimeoutError:
            return Refused(408, "slow")
        return Refused(413, "too_large") if body is None else body

    async def _answer(self, inbound: Inbound, arrived: float) -> Answer:
        if isinstance(inbound.content, OtherEvent):  # a location every five seconds, a link opened: nothing to say
            return Answer("success")
        try:
            return await self._desk.answer(inbound, arrived)
        except Exception as error:
            log.error("message_failed", **describe(error))
            return TRY_AGAIN

    def _respond(self, inbound: Inbound, answer: Answer) -> Response:
        if answer.how == "success":
            return Response(SUCCESS, headers=PLAIN)
        if answer.how == "try_again":
            return Response(status_code=503)
        return Response(
            self._envelopes[inbound.account].close(inbound, answer.text, answer.at or self._clock.now()), headers=XML
        )

    def _envelope(self, request: Request) -> Envelope | Refused:
        """The envelope of the account whose URL this is, if it signed the request."""
        envelope = self._envelopes.get(request.path_params.get("appid", self._first))
        if envelope is None:
            return Refused(404, "unknown_account")
        return envelope if envelope.is_signed(request.query_params) else Refused(403, "signature")

    def _refuse(self, refused: Refused) -> Response:
        self._metrics.refused.labels(refused.reason).inc()
        number = self._refusals.note(refused.reason, self._clock.now())
        if number is not None:
            log.info("refused", reason=refused.reason, number=number)
        return Response(refused.reason, refused.status, headers=HANGING if refused.status in UNREAD else PLAIN)


async def _read_body(request: Request) -> bytes | None:
    """The body; None as soon as it is longer than the platform's messages ever are."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and len(declared) < 20 and int(declared) > MAX_BODY:
        return None
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
