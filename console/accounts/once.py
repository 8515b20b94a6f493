"""A password that is shown once."""

from nicegui import ui

from console.layout.frame import box

WORDS = "请现在抄下来，当面或电话告诉本人。第一次登录时要换成自己的密码。关闭后不能再看到。"


class Once:
    """A dialog that closes only by its button."""

    def __init__(self) -> None:
        with ui.dialog().props("persistent") as self.dialog, ui.card().classes("dialog"):
            with box(tag="h1"):
                self.title = ui.label()
            ui.label(WORDS)
            self.secret = ui.label().classes("code").mark("password")
            with box("buttons"):
                ui.button("已经抄好", on_click=self.close).props("unelevated autofocus")

    def show(self, name: str, secret: str) -> None:
        self.title.text, self.secret.text = f"{name} 的临时密码", secret
        self.dialog.open()

    def close(self) -> None:
        self.secret.text = ""
        self.dialog.close()
