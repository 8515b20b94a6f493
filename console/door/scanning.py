"""Where the door's script hands codes over: a request a code, and an answer it can show."""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nicegui import app
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse

from console.deps import ConsoleDeps
from console.door.words import Answer, answer
from console.parts.doing import Doing
from console.session import visit
from union.events.door import code_of
from union.events.door_desk import Seen, show_code

FILES = "/door-files"
STATIC = Path(__file__).with_name("static")
A_DAY = 24 * 3600  # seconds for which a browser need not ask for the scripts again
SESSION = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
KEY = re.compile(r"[0-9a-f]{32}")
LONGEST = 1_000  # bytes of a request
SIGNED_OUT = Answer("amber", "登录已过期", "", "码已记下。请重新登录，再打开这一页，会自动补上。")


def add(deps: ConsoleDeps) -> None:
    """Add the routes to the console."""
    app.add_static_files(FILES, STATIC, max_cache_age=A_DAY)

    @app.post("/door/{session_id}/check")
    async def check(request: Request, session_id: str) -> JSONResponse:
        here = await visit(deps, f"/door/{session_id}")
        if here is None:
            return JSONResponse({**asdict(SIGNED_OUT), "signed_out": True}, 403)
        asked = await _asked(request)
        if asked is None or not SESSION.fullmatch(session_id):
            return JSONResponse(asdict(Answer("red", "没有这个码")))
        found: list[Seen] = []

        async def work(session: AsyncSession) -> Seen:
            how: dict[str, Any] = {"by": here.staff.name, "key": f"door:{asked.key}", "now": deps.clock.now()}
            found[:] = [await show_code(session, asked.code, session_id, **how, scope=here.scope)]
            return found[0]

        wrong = await Doing(deps, here, "door")(work, lambda _: "", what="核对签到码")
        said = answer(found[0], code_of(asked.code)) if found else Answer("red", "不能签到", "", wrong)
        return JSONResponse(asdict(said))


class _Asked:
    """A code, and the key that makes it count once however often it is handed over."""

    def __init__(self, code: str, key: str) -> None:
        self.code, self.key = code, key


async def _asked(request: Request) -> _Asked | None:
    if int(request.headers.get("content-length") or LONGEST + 1) > LONGEST:
        return None
    try:
        asked = json.loads(await request.body())
        code, key = asked["code"], asked["key"]
    except (ValueError, KeyError, TypeError):
        return None
    is_good = isinstance(code, str) and isinstance(key, str) and KEY.fullmatch(key) and 0 < len(code) <= 40
    return _Asked(code, key) if is_good else None
