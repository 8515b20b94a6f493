"""What staff see when something fails: a clear word and the way back, never the error's own text."""

from html import escape

from nicegui import App, ui
from starlette.requests import Request
from starlette.responses import HTMLResponse

from console.layout.frame import box
from console.layout.styles import add_style

NOT_FOUND = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>没有这个页面 · 工会服务台</title>
<body style="font:16px/1.6 sans-serif;text-align:center;padding:60px 20px;background:#f4f6f8;color:#1d2939">
<h1 style="font-size:20px">没有这个页面</h1>
<p><a style="color:#1f5f7a" href="{home}">回到收件箱</a></p></body></html>"""


def add(pages: App) -> None:
    """Replace NiceGUI's error pages, which would show the exception."""
    pages.on_page_exception(_broken)
    pages.add_exception_handler(404, _not_found)


def _broken() -> None:
    add_style()
    with box("nowhere"):
        with box(tag="h1"):
            ui.label("这个页面暂时打不开")
        ui.label("可能是数据库正忙。请稍等片刻再试；一直这样的话，请联系管理员。")
        ui.button("再试一次", on_click=lambda: ui.navigate.reload()).props("unelevated")


async def _not_found(request: Request, _: Exception) -> HTMLResponse:
    home = escape(request.headers.get("X-Forwarded-Prefix", "") + request.scope.get("root_path", "") + "/", quote=True)
    return HTMLResponse(NOT_FOUND.format(home=home), status_code=404)
