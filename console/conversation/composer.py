"""The answer box."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nicegui import events, ui

from console.conversation.replies import NAME, Replies
from console.layout.frame import box

LONGEST = 600  # characters: below the platform's 2,048 bytes
TOO_LONG = f"一条消息最多 {LONGEST} 个字，请分成几条发送。"
EDIT = "/desk/replies"
TYPING_SECONDS = 3.0

SCRIPT = Path(__file__).with_name("composer.js").read_text(encoding="utf-8")


def add_script() -> None:
    """Give the page the box's own script; to be called while the page is built."""
    ui.add_head_html(f"<script>{SCRIPT}</script>")


def insert(text: str) -> None:
    """Put a text into the box of this page, to be finished there."""
    ui.run_javascript(f"answerBox.insert({json.dumps(text)})")


@dataclass(frozen=True)
class Tools:
    """What can be done: `send` hands the text over, `typing` tells colleagues, `named` puts in a reply with a name."""

    send: Callable[[str], Awaitable[bool]]
    typing: Callable[[], Awaitable[None]]
    named: Callable[[str], Awaitable[None]]
    picture: Callable[[], None]
    quote: Callable[[], None]


class Composer:
    """Box, button and canned replies. What is typed is kept in the browser's tab until it is sent."""

    def __init__(self, case_id: int, tools: Tools, replies: Replies) -> None:
        self.draft = f"draft-{case_id}"
        self.send = tools.send
        on_send = f'(event) => answerBox.send(event, "{self.draft}", {LONGEST}, emit)'
        with box("canned").props('role="toolbar" aria-label="常用回复"'):
            ui.button("图片", icon="image", on_click=tools.picture).props("flat").mark("picture")
            ui.button("知识库", icon="menu_book", on_click=tools.quote).props("flat").mark("quote")
            for label, text in replies:
                put = f"() => answerBox.insert({json.dumps(text)})"
                button = ui.button(label).props("outline")
                if NAME in text:
                    button.on_click(lambda _, text=text: tools.named(text))
                else:
                    button.on("click", js_handler=put)
            ui.button("编辑", icon="edit", on_click=lambda: ui.navigate.to(EDIT)).props(
                'flat aria-label="编辑常用回复"'
            )
        with box("answer"):
            self.field = ui.textarea(placeholder="输入回复…").mark("answer")
            self.field.props(f'outlined autogrow dense autofocus maxlength={LONGEST} aria-label="回复内容" rows=1')
            self.field.on("keydown.enter", self.submit, js_handler=on_send)
            keep = f'(text) => {{ answerBox.keep("{self.draft}", text); emit(); }}'
            self.field.on(
                "update:model-value", tools.typing, throttle=TYPING_SECONDS, trailing_events=False, js_handler=keep
            )
            ui.button("发送").props("unelevated").mark("send").on("click", self.submit, js_handler=on_send)
        ui.timer(0, self.restore, once=True)

    async def submit(self, event: events.GenericEventArguments) -> None:
        """Hand the text over; one that was not taken comes back, before what was typed since."""
        text = str(event.args).strip()
        if len(text) > LONGEST:
            ui.notify(TOO_LONG, type="warning")  # it still stands in the box
        if not 0 < len(text) <= LONGEST:
            return
        taken = False
        try:
            taken = await self.send(text)
        finally:
            if not taken and not self.field.is_deleted:
                self.field.value = f"{text}\n{self.field.value}" if self.field.value else text
        if taken:
            ui.run_javascript(f'answerBox.taken("{self.draft}", {json.dumps(text)})')

    async def restore(self) -> None:
        """What was typed before the page was loaded anew (a log-in in between, a restart)."""
        kept = ""
        with suppress(TimeoutError):  # a browser that is busy with something else: it stays in the tab's storage
            kept = await ui.run_javascript(f'answerBox.leftBehind("{self.draft}")', timeout=10)
        if kept and not self.field.value:
            self.field.value = str(kept)
