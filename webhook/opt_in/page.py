"""GET /wechat/{appid}/notices: the page on which a member allows subscribe notices, inside WeChat.

The consent itself is asked by WeChat (the tag wx-open-subscribe) and comes back as an event; the page learns and sends
nothing. It is the same for everybody, so it needs no log-in.
"""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from base.settings import Settings
from webhook.opt_in.links import base_url
from webhook.opt_in.tickets import Signature, Tickets
from webhook.templates import SubscribeTemplate
from webhook.templates_file import registry_of

STATIC = Path(__file__).with_name("static")
PAGE = Template((STATIC / "page.html").read_text(encoding="utf-8"))
MAX_TEMPLATES = 3  # that WeChat asks for at once
MAX_QUERY = 512
NOT_NOW = "暂时无法开启提醒，请稍后再试。"
HEADERS = {
    # WeChat's script reports to its own server by a picture, talks to the app by frames, and styles its tag inline.
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: https://open.weixin.qq.com https://res.wx.qq.com; "
        "style-src 'self' 'unsafe-inline'; frame-src 'self' weixin: wvjbscheme:; base-uri 'none'; form-action 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class OptInPage:
    """The page of all accounts."""

    def __init__(self, settings: Settings, tickets: Tickets) -> None:
        self._settings = settings
        self._tickets = tickets
        self._templates: Mapping[str, dict[str, SubscribeTemplate]] = {
            account.appid: registry_of(account, settings).subscribe_templates() for account in settings.accounts
        }

    def routes(self) -> list[BaseRoute]:
        """Put them before those of /wechat/{appid}."""
        return [
            Mount("/wechat/static/notices", StaticFiles(directory=STATIC)),
            Route("/wechat/{appid}/notices", self.show, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page for the templates in `templates`, those of the account only; without: for its first ones."""
        appid, query = request.path_params["appid"], request.url.query
        known = self._templates.get(appid)
        if known is None or len(query) > MAX_QUERY:
            return Response(status_code=404)
        asked = [name for name in request.query_params.get("templates", "").split(",") if name in known]
        chosen = [known[name] for name in list(dict.fromkeys(asked or known))[:MAX_TEMPLATES]]
        if not chosen:
            return Response(status_code=404)
        signature = await self._tickets.sign(appid, self._address(request))
        return HTMLResponse(_page(self._name(appid), chosen, signature), headers=HEADERS)

    def _address(self, request: Request) -> str:
        """As the member's WeChat has it: under our public name, whatever proxies call us."""
        query = f"?{request.url.query}" if request.url.query else ""
        return f"{base_url(self._settings).rstrip('/')}{request.url.path}{query}"

    def _name(self, appid: str) -> str:
        account = self._settings.account(appid)
        return account.name if account else ""


def _page(account: str, templates: list[SubscribeTemplate], signature: Signature | None) -> str:
    titles = "".join(f"<li>{escape(template.title or template.id)}</li>" for template in templates)
    config = {
        "appid": signature.appid if signature else "",
        "timestamp": str(signature.timestamp) if signature else "",
        "nonce": signature.nonce if signature else "",
        "signature": signature.signature if signature else "",
        "templates": ",".join(template.id for template in templates),
        "hint": "" if signature else NOT_NOW,
    }
    return PAGE.substitute(
        {name: escape(value) for name, value in config.items()}, account=escape(account), titles=titles
    )
