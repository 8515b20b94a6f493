"""Which of the open cases are shown."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from nicegui import ui

from console.layout.frame import box
from console.parts.filters import search
from union.desk.models import DeskLabel
from union.handoff.desk import DeskCase

ALL = ""
WHICH = {ALL: "全部", "mine": "我的", "urgent": "紧急", "left": "留言", "late": "超时未接"}
Labels = Mapping[int, tuple[DeskLabel, ...]]


class Filtering:
    """Fields above the list; the choices are what the open cases have."""

    def __init__(self, refresh: Callable[[], Awaitable[None]]) -> None:
        with box("filters"):
            self.which = ui.select(dict(WHICH), value=ALL, label="显示", on_change=refresh)
            self.group = ui.select({ALL: "全部小组"}, value=ALL, label="小组", on_change=refresh)
            self.topic = ui.select({ALL: "全部事项"}, value=ALL, label="事项", on_change=refresh)
            self.label = ui.select({ALL: "全部标签"}, value=ALL, label="标签", on_change=refresh)
            for field in (self.which, self.group, self.topic, self.label):
                field.props("outlined dense options-dense")
            self.text = search("编号或会员", refresh)

    def offer(self, cases: Sequence[DeskCase], labels: Labels) -> None:
        """Choices that fit what is there; what is chosen stays."""
        names = {one.name for has in labels.values() for one in has}
        for field, word, found in (
            (self.group, "全部小组", {one.group for one in cases}),
            (self.topic, "全部事项", {one.topic for one in cases}),
            (self.label, "全部标签", names),
        ):
            options = {ALL: word, **{one: one for one in sorted({*found, field.value or ALL} - {ALL})}}
            if options != field.options:
                field.set_options(options)

    def shown(self, cases: Sequence[DeskCase], labels: Labels, me: str) -> list[DeskCase]:
        """Those that fit."""
        return [one for one in cases if self._fits(one, labels, me)]

    @property
    def is_on(self) -> bool:
        """Whether anything is left out."""
        fields = (self.which, self.group, self.topic, self.label, self.text)
        return any(field.value for field in fields)

    def _fits(self, one: DeskCase, labels: Labels, me: str) -> bool:
        text = str(self.text.value or "").strip().lower()
        return (
            fits(one, self.which.value or ALL, me)
            and self.group.value in (None, ALL, one.group)
            and self.topic.value in (None, ALL, one.topic)
            and (not self.label.value or any(has.name == self.label.value for has in labels.get(one.id, ())))
            and (not text or text in one.number.lower() or text in one.member.lower())
        )


def fits(one: DeskCase, which: str, me: str) -> bool:
    """Whether a case is one of these (keys of WHICH)."""
    if which == "mine":
        return one.staff == me
    if which == "urgent":
        return one.urgent
    if which == "left":
        return one.state == "left"
    if which == "late":
        return one.reminded or one.escalated
    return True
