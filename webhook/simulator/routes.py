"""The routes the page calls: a member's action, pictures, many at once, repeats, the test bench."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from webhook.simulator.api.sides import Side
from webhook.simulator.built_in import MAX_UPLOAD, PREFIX, built_in_picture, picture_type
from webhook.simulator.crowd import PUSH_SECONDS, ask_at_once
from webhook.simulator.repeats import repeat
from webhook.simulator.requests import Again, Crowd, Sent, read
from webhook.simulator.simulator import Simulator
from webhook.simulator.workbench import Change, Workbench

# A picture that is opened by itself runs nothing.
PICTURE_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}


def create_routes(simulator: Simulator, bench: Workbench) -> APIRouter:
    """All routes under /simulator but the page itself."""
    router = APIRouter(prefix="/simulator")
    _add_chat(router, simulator)
    _add_pictures(router, simulator)
    _add_bench(router, simulator, bench)
    return router


def _add_chat(router: APIRouter, simulator: Simulator) -> None:
    @router.post("/send", status_code=202)
    async def send(request: Request) -> Response:
        sent = await read(request, Sent)
        if simulator.act(_side(simulator, sent.account).phones.of(sent.member), sent.action) is None:
            raise HTTPException(409, "请先关注公众号")
        return Response(status_code=202)

    @router.get("/templates")
    async def templates(ids: str, account: str = "") -> list[dict[str, str]]:
        known = _side(simulator, account).templates
        return [{"template_id": one, "title": known.title(one) or ""} for one in ids.split(",")]


def _add_pictures(router: APIRouter, simulator: Simulator) -> None:
    @router.post("/pictures")
    async def upload(request: Request, account: str = "") -> dict[str, str]:
        side = _side(simulator, account)
        if request.headers.get("content-type") != "application/octet-stream":
            raise HTTPException(415, "application/octet-stream expected")
        if int(request.headers.get("content-length") or MAX_UPLOAD + 1) > MAX_UPLOAD:
            raise HTTPException(413, "图片不能超过 2 MB")
        content = await request.body()
        mime = picture_type(content)
        if mime is None:
            raise HTTPException(415, "只能发 PNG、JPEG 或 GIF 图片")
        return {"media_id": side.media.add("image", content, mime)}

    @router.get("/media/{media_id}")
    async def media(media_id: str) -> Response:
        if media_id.startswith(PREFIX) and (picture := built_in_picture(media_id)):
            return Response(picture, media_type="image/png", headers=PICTURE_HEADERS)
        for account in simulator.accounts:
            found = _side(simulator, account.appid).media.get(media_id)
            if found and (mime := picture_type(found.content)):
                return Response(found.content, media_type=mime, headers=PICTURE_HEADERS)
        raise HTTPException(404)


def _add_bench(router: APIRouter, simulator: Simulator, bench: Workbench) -> None:
    @router.get("/bench")
    async def state() -> dict[str, Any]:
        return bench.state()

    @router.post("/bench")
    async def change(request: Request) -> dict[str, Any]:
        if not bench.apply(await read(request, Change)):
            raise HTTPException(422, "没有这个选项")
        return bench.state()

    @router.post("/crowd")
    async def crowd(request: Request) -> list[dict[str, Any]]:
        asked = await read(request, Crowd)
        side = _side(simulator, asked.account)
        return [asdict(one) for one in await ask_at_once(simulator, side, asked.text, asked.members, PUSH_SECONDS)]

    @router.post("/again")
    async def again(request: Request) -> dict[str, str]:
        asked = await read(request, Again)
        phone = _side(simulator, asked.account).phones.of(asked.member)
        return asdict(await repeat(simulator, phone, asked.how))


def _side(simulator: Simulator, appid: str) -> Side:
    side = simulator.side(appid)
    if side is None:
        raise HTTPException(404, "没有这个公众号")
    return side
