"""GET and POST /wechat/{appid}/my-data: a member's own data, by the link and the code they got in the chat.

Looking at the page uses nothing up (WeChat and mail scanners open links in advance); the button does, once.
"""

from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from base.clock import Clock
from base.database import Database
from base.settings import Settings
from union.privacy.archive import archive
from union.privacy.export import Copy, NotOpened, collect_copy, take_export
from webhook.holding import ALL_HOLDINGS

PAGE = Template(Path(__file__).parent.joinpath("static", "page.html").read_text(encoding="utf-8"))
FORM = Template(
    '<form method="post"><input type="hidden" name="t" value="$token">'
    '<label>请输入聊天里的 6 位验证码：<input name="code" inputmode="numeric" autocomplete="off" '
    'pattern="[0-9]{6}" maxlength="6" required></label><button>下载</button></form>'
)
MAX_TOKEN, MAX_BODY = 64, 1024
GONE = "这个链接已经用过或过期了。需要的话，请在公众号里回复“导出我的数据”，再拿一个新的。"
WRONG = "验证码不对，还可以试 {left} 次。"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
FILE_HEADERS = {**HEADERS, "Content-Disposition": 'attachment; filename="my-data.zip"'}


class MyDataPage:
    """The page of all accounts."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/wechat/{appid}/my-data", self.show, methods=["GET"]),
            Route("/wechat/{appid}/my-data", self.download, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Asks for the code; says nothing about whether the link is good."""
        token = request.query_params.get("t", "")
        if self._name(request) is None or not 0 < len(token) <= MAX_TOKEN:
            return Response(status_code=404)
        return _page("", token)

    async def download(self, request: Request) -> Response:
        """The file, once."""
        name, given = self._name(request), await _form(request)
        if name is None or given is None:
            return Response(status_code=404)
        token, code = given
        kept = await self._database.transact(lambda session: self._take(session, token, code))
        if isinstance(kept, NotOpened):
            wrong = kept.reason == "wrong_code" and kept.left > 0
            return _page(WRONG.format(left=kept.left), token, 403) if wrong else _page(GONE, None, 410)
        return Response(archive(name, kept, self._clock.now()), media_type="application/zip", headers=FILE_HEADERS)

    async def _take(self, session: AsyncSession, token: str, code: str) -> Copy | NotOpened:
        """In one transaction: a link is used up only by what it gave."""
        member_id = await take_export(session, self._database.keyring, token, code, self._clock.now())
        return member_id if isinstance(member_id, NotOpened) else await collect_copy(session, ALL_HOLDINGS, member_id)

    def _name(self, request: Request) -> str | None:
        account = self._settings.account(request.path_params["appid"])
        return account.name if account else None


def _page(said: str, token: str | None, status: int = 200) -> Response:
    form = FORM.substitute(token=escape(token)) if token is not None else ""
    return HTMLResponse(PAGE.substitute(said=escape(said), form=form), status, headers=HEADERS)


async def _form(request: Request) -> tuple[str, str] | None:
    """Token and code; None for anything that our form does not send."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    fields = parse_qs(body.decode("ascii", "replace"))
    token, code = fields.get("t", [""])[0], fields.get("code", [""])[0].strip()
    return (token, code[:16]) if 0 < len(token) <= MAX_TOKEN else None
