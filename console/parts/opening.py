"""Opening a page: whoever is not signed in goes to the log-in, whose role may not reads why."""

from collections.abc import Awaitable, Callable

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame, mark, pages_of
from console.session import Visit, to_login, visit
from union.staff.rules import Task, may

NOT_YOURS = "您的账号不负责这一项。需要的话，请联系管理员调整。"


async def open_page(
    deps: ConsoleDeps, request: Request, path: str, task: Task, show: Callable[[Visit], Awaitable[None]]
) -> RedirectResponse | None:
    """Build the page at `path` with `show`, for staff who may do `task`. Called inside a NiceGUI page."""
    here = await visit(deps, path)
    if here is None:
        return to_login(request.scope.get("root_path", ""), path)
    if may(here.staff.role, task):
        await show(here)
        await keep_marks(deps, here)
        return None
    if path == "/":  # where everybody comes to after the log-in
        return RedirectResponse(request.scope.get("root_path", "") + home(here.staff.role)[1], status_code=303)
    nowhere(here, "这一页不对您开放", NOT_YOURS, path="")
    return None


async def keep_marks(deps: ConsoleDeps, here: Visit) -> None:
    """Numbers in the navigation (a lawyer has none), and that a session ended elsewhere ends this page too."""
    has_numbers = may(here.staff.role, "notices") or may(here.staff.role, "questions")

    async def refresh() -> None:
        if here.known.id not in await deps.live_ids.now():
            here.known.ended = True
            here.holds()
            return
        waits = await deps.waiting.now(here.scope) if has_numbers else {}
        if not any(label.is_deleted for label, _ in here.marks):
            mark(here, waits)

    if has_numbers:
        mark(here, await deps.waiting.now(here.scope))
    deps.live.keep_fresh(refresh, only_while=here.holds)


def home(role: str) -> tuple[str, str]:
    """Where this role begins: name and path."""
    return next(iter(pages_of(role).values()))[0]


def nowhere(here: Visit, title: str, words: str, *, path: str, label: str = "") -> None:
    """A page with nothing on it but why, and the way back (without `path`: to where this role begins)."""
    begins, begins_at = home(here.staff.role)
    with frame(here, here=path), box("nowhere"):
        with box(tag="h1"):
            ui.label(title)
        ui.label(words)
        ui.button(f"回到{label or begins}", on_click=lambda: ui.navigate.to(path or begins_at)).props("unelevated")
