"""The log-in page."""

from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import add_style, box
from console.session import LOGIN, safe_back, sign_in, visit
from union.staff.service import check_password

WRONG = "账号或密码不对，请再试一次。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @ui.page(LOGIN, title="登录 · 工会服务台")
    async def login(request: Request, back: str = "/") -> RedirectResponse | None:
        if await visit(deps, LOGIN) is not None:
            return RedirectResponse(request.scope.get("root_path", "") + safe_back(back), status_code=303)
        add_style()
        # A form, so that browsers offer to fill in and keep the password; it is sent by the button, not by the form.
        with box("login", tag="main"), box("card", tag="form").on("submit", js_handler="(e) => e.preventDefault()"):
            LoginForm(deps, safe_back(back))
        return None


class LoginForm:
    """Name, password, and one line when they do not fit."""

    def __init__(self, deps: ConsoleDeps, back: str) -> None:
        self.deps, self.back = deps, back
        with box(tag="h1"):
            ui.label("工会服务台")
        ui.label("请用工作人员账号登录").classes("hint")
        self.name = ui.input("账号").props('outlined autofocus autocomplete="username" name="username"')
        self.password = ui.input("密码", password=True, password_toggle_button=True)
        self.password.props('outlined autocomplete="current-password" name="password"')
        self.wrong = ui.label().classes("wrong").props('role="alert"')
        self.wrong.set_visibility(False)
        self.button = ui.button("登录", on_click=self.submit).props("unelevated size=16px").mark("sign-in")
        ui.label("忘记密码？请联系管理员重设。").classes("hint")
        for field in (self.name, self.password):
            field.on("keydown.enter", self.submit)

    async def submit(self) -> None:
        """Check once at a time; the password never leaves this method."""
        if not self.button.enabled:
            return
        self.wrong.set_visibility(False)
        self.button.disable()
        name, password = self.name.value or "", self.password.value or ""
        async with self.deps.database.read() as session:
            staff = await check_password(session, name, password)
        if staff is None:
            self.refuse()
            return
        sign_in(app.storage.user, staff.id, self.deps.clock.now())
        ui.navigate.to(self.back)

    def refuse(self) -> None:
        self.wrong.text = WRONG
        self.wrong.set_visibility(True)
        self.password.value = ""
        self.password.run_method("focus")
        self.button.enable()
