"""Name and password, and one line when they do not fit."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from console.layout.frame import box
from console.login.progress import Progress


class LoginForm:
    """The first step."""

    def __init__(self, progress: Progress, on_done: Callable[[], Awaitable[None]]) -> None:
        self.progress, self.on_done = progress, on_done
        with box(tag="h1"):
            ui.label("工会服务台")
        ui.label("请用工作人员账号登录").classes("hint")
        self.name = ui.input("账号").props('outlined autofocus autocomplete="username" name="username" maxlength=64')
        self.password = ui.input("密码", password=True, password_toggle_button=True)
        self.password.props('outlined autocomplete="current-password" name="password" maxlength=200')
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
        wrong = await self.progress.password(self.name.value or "", self.password.value or "")
        if not wrong:
            await self.on_done()
        elif not self.wrong.is_deleted:
            self.refuse(wrong)

    def refuse(self, wrong: str) -> None:
        self.wrong.text = wrong
        self.wrong.set_visibility(True)
        self.password.value = ""
        self.password.run_method("focus")
        self.button.enable()
