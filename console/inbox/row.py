"""One case in a list."""

from collections.abc import Callable
from datetime import datetime, timedelta

from console.layout.frame import toggle
from console.parts.line import Line
from console.words import waited
from union.handoff.desk import DeskCase

LONG_WAIT = timedelta(minutes=10)
PREVIEW = 80  # characters of the last line; the rest is cut by the browser's width
AUTHORS = {"bot": "机器人：", "staff": "工作人员：", "member": "", "": ""}
Chips = tuple[tuple[str, str], ...]  # text and look


class Row(Line):
    """A line of the list that leads to the conversation. It is updated in place, so the focus stays where it is."""

    def __init__(self, case: DeskCase, on_take: Callable[[int], object] | None, current: bool) -> None:
        path, take = f"/conversation/{case.id}", f"接待{case.member}"
        if on_take is None:
            super().__init__(path)
        else:
            super().__init__(path, take=take, on_take=lambda: on_take(case.id))
        toggle(self.root, "row-line", False)  # one line for the last words, whatever their length
        toggle(self.root, "current", current)

    def update(self, labelled: tuple[DeskCase, Chips], now: datetime) -> None:
        case, labels = labelled
        toggle(self.root, "urgent", case.urgent)
        toggle(self.root, "awaits", case.awaits_answer)
        shown = (*chips(case), *labels)
        self.fill(case.member, shown, wait_text(case, now), preview(case), is_long=presses(case, now))


def chips(case: DeskCase) -> Chips:
    """What stands beside the name, the most pressing first."""
    found = [
        ("紧急", "red") if case.urgent else None,
        (f"留言 {case.number}", "amber") if case.state == "left" else None,
        ("已转下一组", "red") if case.escalated else None,
        ("超时未接", "amber") if case.reminded and not case.escalated else None,
        ("久未回复", "amber") if case.silent else None,
        (case.topic or "未注明事项", "" if case.topic else "grey"),
        (case.group, "grey") if case.group else None,
        (case.area, "grey") if case.area else None,
    ]
    return tuple(one for one in found if one is not None)


def presses(case: DeskCase, now: datetime) -> bool:
    """Whether somebody should look now."""
    return case.awaits_answer if case.state == "taken" else now - case.asked_at >= LONG_WAIT


def wait_text(case: DeskCase, now: datetime) -> str:
    """How long the member waits; for a taken case whose turn it is."""
    if case.state != "taken":
        return waited(now - case.asked_at)
    return "待回复" if case.awaits_answer else "已回复"


def preview(case: DeskCase) -> str:
    """The last line on one line."""
    text = " ".join(case.last_text[: PREVIEW * 2].split())[:PREVIEW]
    return f"{AUTHORS.get(case.last_author, '')}{text}" if text else "（还没有消息）"
