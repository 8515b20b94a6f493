"""The last step of a log-in: the session's token goes into the cookie, and the browser to where it wanted."""

from uuid import uuid4

from nicegui import app
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.session import LOGIN, TOKEN, safe_back

PATH = f"{LOGIN}/enter"
_BROWSERS = {"MicroMessenger": "微信", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "安卓手机",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def add(deps: ConsoleDeps) -> None:
    """Add the route to the console."""

    @app.get(PATH)
    async def enter(request: Request, ticket: str = "", back: str = "/") -> RedirectResponse:
        root = request.scope.get("root_path", "")
        token = deps.tickets.redeem(ticket, str(request.session.get("id", "")), deps.clock.now())
        if token is None:
            return RedirectResponse(root + LOGIN, status_code=303)
        request.session.clear()  # nothing of before the log-in is taken over
        request.session.update({"id": str(uuid4()), TOKEN: token})
        return RedirectResponse(root + safe_back(back), status_code=303)


def device(agent: str) -> str:
    """Chrome，Windows: from what a browser says of itself; enough to recognise one's own."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in agent), "浏览器")
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    return f"{browser}，{system}" if system else browser
