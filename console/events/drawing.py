"""The draw of a session: what was promised, what was published, and whether it holds."""

import json
from datetime import datetime

from nicegui import ui

from console.deps import ConsoleDeps
from console.events.words import at
from console.layout.frame import box
from console.parts.facts import facts, heading
from union.events.drawing import DrawShown, is_fair

STATES = {
    "committed": "还在报名。抽签用的“种子”已经定好，下面是它的指纹，抽完会公布种子，谁都能核对。",
    "published": "报名已截止，参加抽签的名单已公布（只有指纹，没有姓名），到时间自动抽签。",
    "drawn": "已抽签，中签的会员已收到通知。",
    "called_off": "这一场取消了，没有抽签。",
}
FAIR = "核对无误：用公布的种子重新抽一遍，中签名单完全一样。"
UNFAIR = "核对不上！请不要公布结果，马上联系管理员。"


class Drawing:
    """The section on the session's page; not there where places are first come, first served."""

    def __init__(self, deps: ConsoleDeps) -> None:
        self.deps = deps
        self.one: DrawShown | None = None
        with box("section", tag="section") as self.root:
            heading("抽签")
            self.body = box("sheet")
            self.result = ui.label().classes("hint").props('role="status"').mark("draw-check")
            with box("buttons"):
                self.check = ui.button("核对", on_click=self.on_check).props("outline")
                self.take = ui.button("下载公布的名单", on_click=self.on_take).props("outline")

    def show(self, one: DrawShown | None, now: datetime) -> None:
        self.root.set_visibility(one is not None)
        if one is None or one == self.one:
            return
        self.one = one
        self.check.set_visibility(one.status == "drawn")
        self.take.set_visibility(bool(one.publication))
        waits = one.status in ("committed", "published")
        step = "公布名单" if one.status == "committed" else "抽签"
        self.body.clear()
        with self.body:
            ui.label(STATES[one.status]).classes("words")
            facts(
                [
                    ("种子的指纹", one.seed_hash),
                    ("参加抽签", f"{one.entries} 个报名" if one.publication else ""),
                    ("中签", f"{one.winners} 个报名" if one.status == "drawn" else ""),
                    (step, at(one.due, now) if waits else ""),
                    ("抽签时间", at(one.drawn_at, now) if one.drawn_at else ""),
                    ("种子", str(one.publication.get("seed", ""))),
                ]
            )

    def on_check(self) -> None:
        if self.one is not None:
            self.result.text = FAIR if is_fair(self.one.publication) else UNFAIR

    def on_take(self) -> None:
        """Hashes alone: anybody may have them."""
        if self.one is not None:
            text = json.dumps(dict(self.one.publication), ensure_ascii=False, indent=1, sort_keys=True)
            ui.download.content(text.encode(), "抽签公布.json", "application/json")
