"""What goes over the wire: reading a request as the platform does, answering it, and spoiling an answer."""

import json
import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from webhook.simulator.api.errors import Json, Outcome, result
from webhook.simulator.api.faults import Fault

JSON_TYPE = "application/json; encoding=utf-8"
HTML = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


def read(body: bytes) -> Json | int:
    """The request's JSON, or an errcode. Like the platform, takes UTF-8 without escapes of characters."""
    if not body:
        return 44002
    if _ESCAPED.search(body):
        return 40033
    try:
        data = json.loads(body.decode())
    except (ValueError, RecursionError):
        return 47001
    return data if isinstance(data, dict) else 47001


def answer(outcome: Outcome) -> Response:
    """The answer's JSON; always HTTP 200."""
    data = result(outcome) if isinstance(outcome, int) else outcome
    return Response(json.dumps(data, ensure_ascii=False), media_type=JSON_TYPE)


async def spoil(fault: Fault, request: Request) -> Response:
    """The answer under a fault."""
    match fault.kind:
        case "errcode":
            return answer(fault.errcode)
        case "html":
            return Response(HTML, media_type="text/html")
        case "status":
            return Response("Internal Server Error", 500, media_type="text/plain")
        case "half":
            return Response('{"errcode": 0, "errm', media_type=JSON_TYPE)
        case "hang":
            await _until_gone(request)
            return Response(status_code=503)
        case "cut":
            return CutResponse()


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class CutResponse(Response):
    """Begins an answer and closes the connection in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", JSON_TYPE.encode()), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
