"""What can be done in the inbox by keyboard."""

from pathlib import Path

from nicegui import ui

from console.layout.frame import box

SCRIPT = Path(__file__).with_name("keys.js").read_text(encoding="utf-8")
KEYS = (
    ("J 或 ↓", "下一位"),
    ("K 或 ↑", "上一位"),
    ("Enter", "打开对话"),
    ("T", "接待选中的会员"),
    ("/", "查找"),
    ("?", "显示这张表"),
    ("Esc", "关闭"),
)


def keys() -> None:
    """The script, and a button that shows the keys; to be called while the page is built."""
    ui.add_head_html(f"<script>{SCRIPT}</script>")
    with ui.dialog() as dialog, ui.card().classes("dialog"):
        with box(tag="h1"):
            ui.label("键盘快捷键")
        with box("facts", tag="dl"):
            for key, does in KEYS:
                with box(tag="dt"):
                    ui.label(key)
                with box(tag="dd"):
                    ui.label(does)
        with box("buttons"):
            ui.button("关闭", on_click=dialog.close).props("flat color=grey-8")
    button = ui.button("快捷键", icon="keyboard", on_click=dialog.open)
    button.props("flat dense color=grey-8 data-keys").classes("keys")
