"""A stand-in of the platform's outbound calls: always HTTP 200, the outcome is the JSON's errcode."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from webhook.simulator.ledger import Refused, spend
from webhook.simulator.phones import Call, Phone
from webhook.simulator.simulator import Simulator

ERRORS = {
    0: "ok",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40008: "invalid message type",
    40013: "invalid appid",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40125: "invalid appsecret",
    41001: "access_token missing",
    42001: "access_token expired",
    43004: "require subscribe",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit mustslower retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45072: "invalid command",
    45080: "no interaction within 30 seconds",
    45081: "typing state already set",
    47001: "data format error",
}
TYPING_AFTER = timedelta(seconds=30)
TYPING_LASTS = timedelta(seconds=15)
MAX_TEXT_BYTES = 2048
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


Json = Mapping[str, Any]


def create_api(simulator: Simulator) -> APIRouter:
    """The calls under /simulator/api."""
    router = APIRouter(prefix="/simulator/api/cgi-bin", include_in_schema=False)

    @router.post("/stable_token")
    async def stable_token(request: Request) -> Response:
        return _answer(_token(simulator, _read(await request.body())))

    @router.post("/message/custom/send")
    async def send(request: Request, access_token: str = "") -> Response:
        return _customer_service(simulator, "send", access_token, await request.body())

    @router.post("/message/custom/typing")
    async def typing(request: Request, access_token: str = "") -> Response:
        return _customer_service(simulator, "typing", access_token, await request.body())

    return router


def _token(simulator: Simulator, request: Json | int) -> Json | int:
    """The token's JSON, or an errcode."""
    if isinstance(request, int):
        return request
    if request.get("grant_type") != "client_credential":
        return 40002
    errcode = simulator.tokens.refusal(str(request.get("appid")), str(request.get("secret")))
    if not errcode and request.get("force_refresh") is True:
        errcode = simulator.tokens.force()
    if errcode:
        return errcode
    token, seconds = simulator.tokens.current()
    return {"access_token": token, "expires_in": seconds}


def _customer_service(simulator: Simulator, verb: str, token: str, body: bytes) -> Response:
    """Do one call for one member, and show it in the drawer of that member's page."""
    message = _read(body)
    errcode = simulator.tokens.check(token)
    if errcode or isinstance(message, int):
        return _answer(errcode or message)
    phone = simulator.phones.by_openid(str(message.get("touser")))
    if phone is None:
        return _answer(40003)
    errcode = VERBS[verb](phone, message, simulator.clock.now()) if phone.following else 43004
    path = f"POST /cgi-bin/message/custom/{verb}"
    phone.show_call(Call(path=path, request=body.decode(), response=json.dumps(_result(errcode))))
    return _answer(errcode)


def _send(phone: Phone, message: Json, now: datetime) -> int:
    if message.get("msgtype") != "text":
        return 40008
    text = message.get("text")
    content = text.get("content") if isinstance(text, dict) else None
    if not isinstance(content, str) or not content:
        return 44004
    if len(content.encode()) > MAX_TEXT_BYTES:
        return 45002
    spent = spend(phone.grants, now)
    if isinstance(spent, Refused):
        return spent.errcode
    phone.grants = spent.grants
    phone.typing_until = None
    phone.show("account", "push", content, now)
    return 0


def _typing(phone: Phone, message: Json, now: datetime) -> int:
    command = message.get("command")
    if command not in ("Typing", "CancelTyping"):
        return 45072
    if phone.last_action is None or now - phone.last_action > TYPING_AFTER:
        return 45080
    on = command == "Typing"
    if on and phone.typing_until and now < phone.typing_until:
        return 45081
    phone.typing_until = now + TYPING_LASTS if on else None
    phone.show_typing(TYPING_LASTS.total_seconds() if on else 0)
    return 0


VERBS: Mapping[str, Callable[[Phone, Json, datetime], int]] = {"send": _send, "typing": _typing}


def _read(body: bytes) -> Json | int:
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


def _result(errcode: int) -> Json:
    return {"errcode": errcode, "errmsg": ERRORS[errcode]}


def _answer(outcome: Json | int) -> Response:
    data = _result(outcome) if isinstance(outcome, int) else outcome
    return Response(json.dumps(data, ensure_ascii=False), media_type="application/json; encoding=utf-8")
