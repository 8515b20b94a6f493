"""One line of a transcript. Whatever a member wrote is text, never markup: labels do not interpret it."""

from nicegui import ui

from console import pictures
from console.conversation.understanding import describe
from console.layout.frame import box, toggle
from console.words import clock_time
from union.attachments.models import Attachment
from union.conversations.models import Message
from union.handoff.desk import Delivery
from union.notices.texts import SENT

FOLD_ABOVE = 500  # characters
FOLDED = 300
STATES = {
    "waiting": "稍后自动发送",
    "queued": "发送中…",
    "sending": "发送中…",
    "sent": "已发送",
    "failed": "未送达",
    "unknown": "不知是否送达，不会自动重发",
    "cancelled": "已取消，没有发送",
    "expired": "已过期，没有发送",
}
LOOKS = {"failed": "chip red", "expired": "chip red", "unknown": "chip amber"}


class Line:
    """A bubble with author and time; below it what the bot understood, or what became of an answer."""

    def __init__(self, message: Message, author: str) -> None:
        self.alt = "会员发来的图片" if message.author == "member" else "工作人员发的图片"
        with box(f"line {message.author}").mark(f"line-{message.id}"):
            ui.label(f"{author} {clock_time(message.at)}").classes("meta")
            bubble(message.text.removeprefix(SENT) if message.author == "notice" else message.text)
            understood, missed = describe(message.understanding)
            if understood and message.author in ("member", "bot"):  # the channel notes it with the bot's answer
                toggle(ui.label(understood).classes("understood"), "missed", missed)
            self.picture = box()
            self.picture.set_visibility(False)
            self.delivery = ui.label().classes("meta")
            self.delivery.set_visibility(False)

    def show_picture(self, sent: Attachment) -> None:
        """Show the picture that this line stands for, or what became of it."""
        self.picture.clear()
        with self.picture:
            pictures.show(sent, self.alt)
        self.picture.set_visibility(True)

    def show(self, delivery: Delivery) -> None:
        """Say how the sending of this line went."""
        self.delivery.text = delivery_text(delivery)
        self.delivery.classes(replace=LOOKS.get(delivery.state, "meta"))
        self.delivery.set_visibility(True)


def delivery_text(delivery: Delivery) -> str:
    """One line on a delivery: 未送达：会员已取消关注."""
    word = STATES[delivery.state]
    return f"{word}：{delivery.reason}" if delivery.reason and delivery.state != "sent" else word


def event(text: str) -> None:
    """A line about the talk itself."""
    ui.label(text).classes("event")


def bubble(text: str) -> None:
    """The text, folded when it is long: the rest goes to the browser only when it is asked for."""
    if len(text) <= FOLD_ABOVE:
        ui.label(text).classes("bubble")
        return
    label = ui.label(f"{text[:FOLDED]}…").classes("bubble")
    more = f"展开全文（共 {len(text)} 字）"

    def fold() -> None:
        is_folded = button.text == more
        label.text = text if is_folded else f"{text[:FOLDED]}…"
        button.text = "收起" if is_folded else more

    button = ui.button(more, on_click=fold).props("flat dense no-caps size=13px").mark("fold")
