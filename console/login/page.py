"""The log-in page: one step after the other, all on the server; the browser learns of a session at the end alone."""

from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box
from console.layout.pages import console_page
from console.layout.styles import add_style
from console.login import entering
from console.login.form import LoginForm
from console.login.progress import Caller, Progress
from console.login.steps import ask_code, ask_new_password, set_up_factor
from console.session import LOGIN, safe_back, visit
from union.staff.steps import Step


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(LOGIN, title="登录 · 工会服务台")
    async def login(request: Request, back: str = "/") -> RedirectResponse | None:
        if await visit(deps, LOGIN) is not None:
            return RedirectResponse(request.scope.get("root_path", "") + safe_back(back), status_code=303)
        address = request.client.host if request.client else ""
        browser = str(app.storage.browser["id"])
        caller = Caller(address, browser, entering.device(request.headers.get("user-agent", "")))
        add_style()
        # A form, so that browsers offer to fill in and keep the password; it is sent by the button, not by the form.
        with box("login", tag="main"), box("card", tag="form").on("submit", js_handler="(e) => e.preventDefault()"):
            LogInPage(Progress(deps, caller), safe_back(back))
        return None

    entering.add(deps)


class LogInPage:
    """Shows the step that is missing."""

    def __init__(self, progress: Progress, back: str) -> None:
        self.progress, self.back = progress, back
        self.body = box("steps")
        with self.body:
            LoginForm(progress, self.on_step)

    async def on_step(self) -> None:
        """What comes after a step that succeeded."""
        step: Step = self.progress.next_step()
        if step == "enter":
            ui.navigate.to(await self.progress.enter(self.back))
            return
        self.body.clear()
        with self.body:
            {"code": ask_code, "new_password": ask_new_password, "set_up": set_up_factor}[step](
                self.progress, self.on_step
            )
