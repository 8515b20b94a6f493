"""Who is signed in. A session ends after eight hours, at log-out, and when the account is gone."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from nicegui import app, ui
from starlette.responses import RedirectResponse

from base.clock import Clock
from console.deps import ConsoleDeps
from union.staff.models import Staff
from union.staff.scope import Scope, scope_of

SESSION = timedelta(hours=8)
LOGIN = "/login"

Storage = MutableMapping[str, Any]


def signed_in_id(storage: Storage, now: datetime) -> int | None:
    """The staff id of a session that has not ended."""
    since, staff_id = storage.get("signed_in_at"), storage.get("staff_id")
    if not isinstance(since, str) or not isinstance(staff_id, int):
        return None
    return staff_id if now - datetime.fromisoformat(since) < SESSION else None


def sign_in(storage: Storage, staff_id: int, now: datetime) -> None:
    """Begin the session of this browser."""
    storage.update(staff_id=staff_id, signed_in_at=now.isoformat())


@dataclass
class Visit:
    """One open page (`path`) of one member of staff, who may see what is within `scope`.

    `marks`: the numbers in its navigation, each with the paths it counts. `tools`: the place in the header for what
    belongs to the person and not to the page (presence); there once the frame is built.
    """

    staff: Staff
    scope: Scope
    storage: Storage
    clock: Clock
    path: str
    marks: list[tuple[ui.label, tuple[str, ...]]] = field(default_factory=list)
    tools: ui.element | None = None

    def holds(self) -> bool:
        """Whether the session still lasts; otherwise the browser is sent to the log-in, and back here after it.

        Asked before everything that is done or shown anew, because a page may stay open overnight.
        """
        if signed_in_id(self.storage, self.clock.now()) == self.staff.id:
            return True
        ui.navigate.to(login_path(self.path))
        return False

    def sign_out(self) -> None:
        self.storage.clear()
        ui.run_javascript("sessionStorage.clear()")  # unsent drafts
        ui.navigate.to(LOGIN)


async def visit(deps: ConsoleDeps, path: str) -> Visit | None:
    """The visit that begins with the page at `path`; None when nobody is signed in. Called while a page is built."""
    storage: Storage = app.storage.user
    staff_id = signed_in_id(storage, deps.clock.now())
    if staff_id is None:
        return None
    async with deps.database.read() as session:
        staff = await session.get(Staff, staff_id)
        if staff is None:
            return None
        scope = await scope_of(session, staff.union_id, deps.settings.accounts)
    return Visit(staff, scope, storage, deps.clock, path)


def login_path(back_to: str) -> str:
    """Where to log in, so that one comes back to `back_to` (a path of the console)."""
    return f"{LOGIN}?back={quote(back_to, safe='')}"


def to_login(root_path: str, back_to: str) -> RedirectResponse:
    return RedirectResponse(root_path + login_path(back_to), status_code=303)


def safe_back(path: str) -> str:
    """A path inside the console; anything that could lead elsewhere becomes the inbox."""
    is_inside = path.startswith("/") and not path.startswith("//") and "\\" not in path and ":" not in path
    return path if is_inside else "/"
