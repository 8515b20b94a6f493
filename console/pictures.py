"""Pictures of members, served to signed-in staff only, and how one stands at its line of the transcript."""

import re

from nicegui import app, ui
from starlette.responses import Response

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.papers import may_see
from console.session import visit
from union.attachments.models import Attachment
from union.attachments.service import STAFF, content

ID = re.compile(r"[0-9a-f]{32}")
# One that is opened by itself runs nothing, and no browser at a shared desk keeps it.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "no-store",
}
STATES = {
    "awaited": "图片正在下载…",
    "too_big": "图片太大，没有收下",
    "no_picture": "文件不是图片，没有收下",
    "unreachable": "图片没有取到",
    "expired": "图片已过期，没有取到",
}
PAPERS = "已作为材料提交，请在该事项中查看"


def add(deps: ConsoleDeps) -> None:
    """Add the route to the console."""

    @app.get("/pictures/{attachment_id}")
    async def picture(attachment_id: str) -> Response:
        here = await visit(deps, "/")
        if here is None:
            return Response("请先登录", 403, HEADERS, "text/plain; charset=utf-8")
        if not ID.fullmatch(attachment_id):
            return Response(status_code=404, headers=HEADERS)
        async with deps.database.read() as session:
            if not await may_see(session, here.staff, attachment_id, scope=here.scope):
                return Response(status_code=404, headers=HEADERS)
            try:
                jpeg = await content(session, attachment_id)
            except LookupError:
                return Response(status_code=404, headers=HEADERS)
        return Response(jpeg, headers=HEADERS, media_type="image/jpeg")


def show(sent: Attachment) -> None:
    """The picture, or one line on why there is none. What was handed in as a paper is shown with that matter only."""
    if sent.state != "kept":
        ui.label(STATES[sent.state]).classes("meta")
    elif sent.subject not in (None, STAFF):
        ui.label(PAPERS).classes("meta")
    else:
        path = f"../pictures/{sent.id}"  # from /conversation/NUMBER, wherever the console is mounted
        with box("picture", tag="a").props(f'href="{path}" target="_blank" rel="noopener"'):
            size = f'width="{sent.width}" height="{sent.height}"'
            box(tag="img").props(f'src="{path}" alt="会员发来的图片" {size}')
