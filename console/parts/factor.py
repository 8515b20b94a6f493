"""Setting up a second factor, as the log-in and one's own page show it."""

from collections.abc import Sequence

from nicegui import ui

from console.layout.frame import box
from union.staff.second_factor import picture

HOW = (
    "在手机上打开验证器（比如微信小程序“腾讯身份验证器”，或 Microsoft Authenticator），"
    "扫下面的图，再输入它显示的 6 位数字。"
)
RECOVERY = (
    "手机丢了或换了时，可以用备用码代替验证码，每个只能用一次。现在抄下来或打印，放在安全的地方，离开这页后不能再看到。"
)


def show_secret(secret: str, name: str) -> None:
    """The picture for the app, and the same as letters."""
    ui.label(HOW).classes("hint")
    box("qr", tag="img").props.update(src=picture(secret, name), alt="给验证器扫的图")
    ui.label(
        f"不能扫图？在验证器里手动输入：{' '.join(secret[at : at + 4] for at in range(0, len(secret), 4))}"
    ).classes("hint secret")


def show_recovery(codes: Sequence[str]) -> None:
    """The codes, this once."""
    with box(tag="h1"):
        ui.label("请保存备用码")
    ui.label(RECOVERY).classes("hint")
    with box("recovery"):
        for code in codes:
            ui.label(f"{code[:4]} {code[4:]}").classes("code")
