"""What staff may ask of one entry to see its reply: an overview, or one attribute of a program."""

from nicegui import ui

from console.knowledge.reply import bubbles
from console.layout.frame import box
from knowledge.content import Entry
from knowledge.editing.fields import ATTRIBUTES
from knowledge.entries import Attribute, Program
from knowledge.guides import Guide
from knowledge.live import Version
from knowledge.rights import Right
from knowledge.telling import Said, told_of_guide, told_of_program, told_of_right
from knowledge.wording import read_as

OVERVIEW = ""
ASKED: dict[Attribute, str] = {
    "what": "是什么", "when": "什么时候", "where": "在哪里", "how": "怎么参加", "who": "谁可以参加",
    "contact": "怎么联系", "figures": "有多少",
}  # fmt: skip


class Preview:
    """The reply of an entry; of a program, to the question chosen above it."""

    def __init__(self, kind: str) -> None:
        self.shown: tuple[Version, Entry] | None = None
        options = {OVERVIEW: "这是什么（概况）", **{one: f"问{name}" for one, name in ATTRIBUTES.items()}}
        self.asked = ui.select(options, value=OVERVIEW, label="会员问的是", on_change=self._fill)
        self.asked.props("outlined dense options-dense").set_visibility(kind == "program")
        self.body = box()

    def show(self, version: Version, entry: Entry) -> None:
        """Show what is said by this entry."""
        self.shown = (version, entry)
        self._fill()

    def _fill(self) -> None:
        if self.shown is None:
            return
        version, entry = self.shown
        self.body.clear()
        with self.body:
            said = told(entry, self.asked.value or None)
            if said:
                bubbles(read_as(said, version.hotlines))
            else:
                ui.label("机器人在各处的回复里报这个号码，没有单独的一条。").classes("hint")


def told(entry: Entry, attribute: Attribute | None) -> list[Said]:
    """What the bot says by an entry; nothing by a hotline alone."""
    if isinstance(entry, Program):
        return told_of_program(entry, attribute, f"{entry.name}{ASKED[attribute]}" if attribute else entry.name)
    if isinstance(entry, Guide):
        return told_of_guide(entry)
    return told_of_right(entry) if isinstance(entry, Right) else []
