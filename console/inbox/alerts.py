"""Telling who looks elsewhere that somebody began to wait."""

import json
from collections.abc import Sequence
from pathlib import Path

from nicegui import ui

from union.handoff.desk import DeskCase

SCRIPT = Path(__file__).with_name("alerts.js").read_text(encoding="utf-8")


def add_script() -> None:
    """Give the page the alerts' own script; to be called while the page is built."""
    ui.add_head_html(f"<script>{SCRIPT}</script>")


def switch() -> None:
    """The button that asks for them."""
    button = ui.button("开启提醒", icon="notifications").props("outline dense data-alerts").mark("alerts")
    button.on("click", js_handler="() => deskAlerts.toggle()")


def begin() -> None:
    """Show whether they are on. Once the page is whole: with a timer on it, NiceGUI sends what is there so far."""
    ui.timer(0.1, lambda: ui.run_javascript("deskAlerts.show()"), once=True)


class Alerts:
    """Remembers what this page has seen waiting; what is there when it is opened is no news."""

    def __init__(self) -> None:
        request = ui.context.client.request
        root = request.headers.get("X-Forwarded-Prefix", "") + request.scope.get("root_path", "")
        self.path_of = f"{root}/conversation/"
        self.seen: set[str] | None = None

    def look(self, waiting: Sequence[DeskCase]) -> None:
        """Tell of what is new: who waits now, and who was not taken in time."""
        keys = {key_of(one): one for one in waiting}
        if self.seen is not None:
            for key, one in keys.items():
                if key not in self.seen:
                    arguments = (key, words(one), f"{self.path_of}{one.id}")
                    ui.run_javascript(f"deskAlerts.tell(...{json.dumps(arguments, ensure_ascii=False)})")
        self.seen = set(keys)


def key_of(case: DeskCase) -> str:
    """The same for the same news."""
    return f"{case.id}-{'late' if case.reminded or case.escalated else case.state}"


def words(case: DeskCase) -> str:
    """One line without personal data: it may stand on a locked screen."""
    topic = case.topic or "未注明事项"
    if case.reminded or case.escalated:
        return f"还没有人接待：{topic}"
    return f"{'紧急！' if case.urgent else ''}有会员在等：{topic}"
