"""Who is signed in. A session ends with time, at log-out, and when the account changed (union/staff/sessions.py)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from nicegui import app, ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from base.clock import Clock
from console.deps import ConsoleDeps
from console.known import Known
from union.audit.service import note
from union.staff import sessions
from union.staff.models import Staff
from union.staff.scope import Scope, scope_of
from union.staff.sessions import Signed, session_id

LOGIN = "/login"
TOKEN = "staff"  # under this name the signed cookie holds the session's token  # noqa: S105


@dataclass
class Visit:
    """One open page (`path`) of one member of staff, who may see what is within `scope`.

    `marks`: the numbers in its navigation, each with the paths it counts. `tools`: the place in the header for what
    belongs to the person and not to the page (presence); there once the frame is built.
    """

    staff: Staff
    scope: Scope
    known: Known
    deps: ConsoleDeps
    path: str
    marks: list[tuple[ui.label, tuple[str, ...]]] = field(default_factory=list)
    tools: ui.element | None = None

    @property
    def clock(self) -> Clock:
        return self.deps.clock

    @property
    def lasts(self) -> bool:
        """Whether the session still lasts, as far as this process knows."""
        return self.known.lasts(self.clock.now(), self.deps.settings.limits)

    def holds(self) -> bool:
        """Whether the session still lasts; otherwise the browser is sent to the log-in, and back here after it.

        Asked before everything that is done or shown anew, because a page may stay open overnight. What was ended
        elsewhere is known within a moment (parts/opening.py), and in every step at once (`signed`).
        """
        if self.lasts:
            return True
        ui.navigate.to(login_path(self.path))
        return False

    async def signed(self, session: AsyncSession) -> Signed | None:
        """The session as the database has it now; None: it is over, and this page knows from now on."""
        found = await sessions.find(session, self.known.id, self.clock.now(), self.deps.settings.limits)
        if found is None:
            self.known.ended = True
        return found

    async def keep(self, session: AsyncSession) -> None:
        """Somebody did something on this page."""
        self.known.seen = self.clock.now()
        await sessions.keep(session, self.known.id, self.known.seen)

    async def sign_out(self) -> None:
        """End the session, in all its tabs."""
        self.known.ended = True
        name, now = self.staff.name, self.clock.now()

        async def work(session: AsyncSession) -> None:
            if await sessions.end(session, self.staff.id, self.known.id, now, "log_out"):
                await note(session, staff=name, task="log_in", what="退出登录", now=now)

        await self.deps.database.transact(work)
        ui.run_javascript("sessionStorage.clear()")  # unsent drafts
        ui.navigate.to(LOGIN)


async def visit(deps: ConsoleDeps, path: str) -> Visit | None:
    """The visit that begins with the page at `path`; None when nobody is signed in. Called while a page is built."""
    cookie: Any = app.storage.browser
    token = cookie.get(TOKEN)
    if not isinstance(token, str):
        return None
    id_, now = session_id(token), deps.clock.now()
    async with deps.database.read() as session:
        signed = await sessions.find(session, id_, now, deps.settings.limits)
        if signed is None:
            return None
        scope = await scope_of(session, signed.staff.union_id, deps.settings.accounts)
    here = Visit(signed.staff, scope, _known(deps, signed, now), deps, path)
    if now - signed.seen >= sessions.EACH:
        await deps.database.transact(here.keep)
    return here


def _known(deps: ConsoleDeps, signed: Signed, now: datetime) -> Known:
    """The same for all pages of a session; those of sessions that are over are forgotten."""
    limits = deps.settings.limits
    for id_ in [id_ for id_, one in deps.known.items() if not one.lasts(now, limits)]:
        del deps.known[id_]
    known = deps.known.setdefault(signed.id, Known(signed.id, signed.since, signed.seen))
    known.seen = now
    return known


def login_path(back_to: str) -> str:
    """Where to log in, so that one comes back to `back_to` (a path of the console)."""
    return f"{LOGIN}?back={quote(back_to, safe='')}"


def to_login(root_path: str, back_to: str) -> RedirectResponse:
    return RedirectResponse(root_path + login_path(back_to), status_code=303)


def safe_back(path: str) -> str:
    """A path inside the console; anything that could lead elsewhere becomes the inbox."""
    is_inside = path.startswith("/") and not path.startswith("//") and "\\" not in path and ":" not in path
    return path if is_inside else "/"
