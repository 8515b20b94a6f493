"""The calls under /simulator/api, each behind the same door: its fault, its token, its member."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from webhook.simulator.actions import Action
from webhook.simulator.api import menus, messages, notices
from webhook.simulator.api.errors import Json, Outcome, result
from webhook.simulator.api.results import NoticeSent, TemplateSent
from webhook.simulator.api.sides import TICKET_SECONDS, Side
from webhook.simulator.api.wire import answer, read, spoil
from webhook.simulator.phones import Call, Phone
from webhook.simulator.simulator import Simulator

PREFIX = "/simulator/api"
EVENT_AFTER = 0.3  # seconds of real time after which the event about a notice follows

Serve = Callable[[Request], Awaitable[Outcome | Response]]
ForMember = Callable[[Side, Phone, Json, datetime], Outcome]


def create_api(simulator: Simulator) -> APIRouter:
    """The calls under /simulator/api/cgi-bin."""
    router = APIRouter(prefix=f"{PREFIX}/cgi-bin", include_in_schema=False)
    api = _Api(simulator)

    def add(method: str, path: str, serve: Serve) -> None:
        router.add_api_route(path, api.behind_faults(serve), methods=[method], response_model=None)

    add("POST", "/stable_token", api.token)
    add("POST", "/message/custom/send", api.for_member(messages.send))
    add("POST", "/message/custom/typing", api.for_member(messages.typing))
    add("POST", "/message/template/send", api.for_member(notices.send_template))
    add("POST", "/message/subscribe/bizsend", api.for_member(notices.send_subscribe))
    add("POST", "/media/upload", api.upload)
    add("GET", "/media/get", api.download)
    add("POST", "/menu/create", api.create_menu)
    for path, view in (
        ("/menu/get", menus.get),
        ("/menu/delete", menus.delete),
        ("/get_current_selfmenu_info", menus.self_menu),
        ("/ticket/getticket", _ticket),
    ):
        add("GET", path, api.for_account(view))
    return router


def _ticket(side: Side) -> Outcome:
    return {"errcode": 0, "errmsg": "ok", "ticket": side.ticket, "expires_in": TICKET_SECONDS}


class _Api:
    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def behind_faults(self, serve: Serve) -> Callable[[Request], Awaitable[Response]]:
        """A route that does the call, unless a fault takes its place."""

        async def route(request: Request) -> Response:
            fault = self._simulator.faults.take(request.url.path)
            if fault is None:
                return _as_response(await serve(request))
            if fault.takes_effect:
                await serve(request)
            else:
                await request.body()
            return await spoil(fault, request)

        return route

    def for_member(self, serve: ForMember) -> Serve:
        """A call for one member, shown in the drawer of that member's page."""

        async def call(request: Request) -> Outcome:
            body = await request.body()
            message, side = read(body), self._side(request)
            if isinstance(side, int) or isinstance(message, int):
                return side if isinstance(side, int) else message
            phone = side.phones.by_openid(str(message.get("touser")))
            if phone is None:
                return 40003
            outcome = serve(side, phone, message, self._simulator.clock.now()) if phone.following else 43004
            response = json.dumps(result(outcome) if isinstance(outcome, int) else outcome)
            path = request.url.path.removeprefix(PREFIX)
            phone.show_call(Call(path=f"POST {path}", request=body.decode(), response=response))
            if not isinstance(outcome, int) and (event := _event_of(path, message, outcome)):
                self._simulator.act_later(phone, event, EVENT_AFTER)
            return outcome

        return call

    def for_account(self, view: Callable[[Side], Outcome]) -> Serve:
        """A call without a body."""

        async def call(request: Request) -> Outcome:
            side = self._side(request)
            return side if isinstance(side, int) else view(side)

        return call

    async def token(self, request: Request) -> Outcome:
        asked = read(await request.body())
        return asked if isinstance(asked, int) else self._simulator.sides.token(asked)

    async def create_menu(self, request: Request) -> Outcome:
        menu, side = read(await request.body()), self._side(request)
        if isinstance(side, int) or isinstance(menu, int):
            return side if isinstance(side, int) else menu
        return menus.create(side, menu)

    async def upload(self, request: Request) -> Outcome:
        side = self._side(request)
        if isinstance(side, int):
            return side
        async with request.form() as form:
            file = form.get("media")
            if not isinstance(file, UploadFile):
                return 41005
            content, mime = await file.read(), file.content_type or "application/octet-stream"
        now = self._simulator.clock.now()
        if not side.count("upload", side.limits.uploads_a_day, now):
            return 45009
        kind = request.query_params.get("type", "")
        media_id = side.media.upload(kind, content, mime)
        if isinstance(media_id, int):
            return media_id
        return {"type": kind, "media_id": media_id, "created_at": int(now.timestamp())}

    async def download(self, request: Request) -> Outcome | Response:
        side = self._side(request)
        if isinstance(side, int):
            return side
        medium = side.media.get(request.query_params.get("media_id", ""))
        if medium is None:
            return 40007
        if medium.kind == "video":  # the platform gives an address of a server of its own instead
            return {"video_url": "http://mp.weixin.qq.com/mp/mp/video?__biz=simulated"}
        return Response(medium.content, media_type=medium.mime, headers={"Content-Disposition": "attachment"})

    def _side(self, request: Request) -> Side | int:
        return self._simulator.sides.by_token(request.query_params.get("access_token", ""))


def _event_of(path: str, message: Json, sent: Json) -> Action | None:
    """The event by which the platform tells how a notice ended."""
    if path.endswith("/template/send"):
        return TemplateSent(message_id=sent["msgid"])
    if path.endswith("/subscribe/bizsend"):
        return NoticeSent(template_id=str(message["template_id"]), message_id=str(sent["msgid"]))
    return None


def _as_response(outcome: Outcome | Response) -> Response:
    return outcome if isinstance(outcome, Response) else answer(outcome)
