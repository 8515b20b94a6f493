"""The steps after the password: a code, another password, a second factor."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from console.layout.frame import box
from console.login.progress import Progress
from console.parts.factor import show_recovery, show_secret
from console.session import LOGIN
from union.staff.second_factor import new_secret

Next = Callable[[], Awaitable[None]]
WRONG_CODE = "验证码不对。请看手机上现在的 6 位数字；一直不对的话，请检查手机的时间。"


def ask_code(progress: Progress, on_done: Next) -> None:
    """Six digits of the app, or a recovery code."""
    _title("请输入验证码", "打开手机上的验证器，输入“工会服务台”的 6 位数字。手机不在身边时，可以用一个备用码。")
    field = _code_field("验证码")

    async def check() -> str:
        return await progress.code(field.value or "")

    _Sending("继续", field, check, on_done)
    _start_over()


def ask_new_password(progress: Progress, on_done: Next) -> None:
    """Twice, so that nobody locks themselves out by a slip."""
    _title("请换一个新密码", "现在的密码是管理员设的。请换成只有您知道的密码，至少 8 个字符。")
    first, again = (
        ui.input(label, password=True, password_toggle_button=True).props(
            'outlined autocomplete="new-password" maxlength=128'
        )
        for label in ("新密码", "再输一遍")
    )

    async def check() -> str:
        if first.value != again.value:
            return "两遍不一样，请再输一遍。"
        return await progress.new_password(first.value or "")

    _Sending("保存并继续", again, check, on_done)
    _start_over()


def set_up_factor(progress: Progress, on_done: Next) -> None:
    """What an administrator must have: scanned, and shown to work."""
    assert progress.staff is not None  # the password was right
    secret = new_secret()
    _title("给账号加一道验证", "管理员能看到和修改很多资料，所以登录时除了密码，还要手机上的验证码。")
    body = box("steps")

    async def check() -> str:
        codes = await progress.set_up(secret, field.value or "")
        if not codes:
            return WRONG_CODE
        body.clear()
        with body:
            show_recovery(codes)
            ui.button("我已经抄好，进入服务台", on_click=on_done).props("unelevated size=16px")
        return ""

    async def nothing_more() -> None:
        """One goes on when the codes are noted."""

    with body:
        show_secret(secret, progress.staff.name)
        field = _code_field("手机上的 6 位数字")
        _Sending("确认", field, check, nothing_more)
    _start_over()


class _Sending:
    """A button, the enter key, and what was wrong; once at a time."""

    def __init__(self, label: str, last: ui.input, check: Callable[[], Awaitable[str]], on_done: Next) -> None:
        self.check, self.on_done = check, on_done
        self.wrong = ui.label().classes("wrong").props('role="alert"')
        self.wrong.set_visibility(False)
        self.button = ui.button(label, on_click=self.submit).props("unelevated size=16px")
        last.on("keydown.enter", self.submit)

    async def submit(self) -> None:
        if not self.button.enabled:
            return
        self.button.disable()
        wrong = await self.check()
        if not wrong:
            await self.on_done()
        elif not self.wrong.is_deleted:
            self.button.enable()
            self.wrong.text = wrong
            self.wrong.set_visibility(True)


def _title(title: str, words: str) -> None:
    with box(tag="h1"):
        ui.label(title)
    ui.label(words).classes("hint")


def _code_field(label: str) -> ui.input:
    return ui.input(label).props('outlined autofocus autocomplete="one-time-code" maxlength=20')


def _start_over() -> None:
    ui.link("换一个账号登录", LOGIN).classes("back", remove="nicegui-link")
