"""The look of all pages: layout/style.css, and what each page's folder adds in a style.css of its own.

One file for the browser, under a name that changes with it: fetched once, then kept.
"""

import hashlib
from pathlib import Path

from nicegui import app, ui
from starlette.responses import Response

_CONSOLE = Path(__file__).parent.parent
_FIRST = _CONSOLE / "layout" / "style.css"
STYLE = "\n".join(
    file.read_text(encoding="utf-8") for file in (_FIRST, *sorted({*_CONSOLE.glob("*/style.css")} - {_FIRST}))
)
PATH = f"/style-{hashlib.sha256(STYLE.encode()).hexdigest()[:12]}.css"
_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


def add() -> None:
    """Serve it."""

    @app.get(PATH)
    def style() -> Response:
        return Response(STYLE, media_type="text/css", headers=_KEPT)


def add_style() -> None:
    """Give the page being built the console's look."""
    request = ui.context.client.request
    root = request.headers.get("X-Forwarded-Prefix", "") + request.scope.get("root_path", "")
    ui.add_head_html(f'<link rel="stylesheet" href="{root}{PATH}">')
