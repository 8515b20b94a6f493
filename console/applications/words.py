"""Applications in the words of the desk."""

from datetime import datetime

from console.words import clock_time, day, waited
from union.applications.desk import Item, Pile
from union.applications.texts import STATUS_WORDS

PILE_NAMES: dict[Pile, str] = {"decide": "待审核", "wait": "等补材料", "give": "待发放", "over": "已办结"}
EMPTY: dict[Pile, str] = {
    "decide": "现在没有待审核的申请。会员提交后会自动出现在这里，不用刷新。",
    "wait": "没有在等会员补材料的申请。",
    "give": "没有已通过还没发放的申请。",
    "over": "还没有办结的申请。",
}
LOOKS = {"approved": "green", "fulfilled": "green", "refused": "red", "appealed": "amber", "incomplete": "amber"}
STEPS = {"submitted": "交齐，等待审核", "incomplete": "已提交，材料还没交齐"}


def status_chip(status: str) -> tuple[str, str]:
    """Text and look."""
    return STATUS_WORDS.get(status, status), LOOKS.get(status, "grey")


def step(status: str) -> str:
    """One line of the history."""
    return STEPS.get(status, STATUS_WORDS.get(status, status))


def left(item: Item) -> str:
    """这一批还剩：名额 3 个，预算 12000 元; empty where there is no limit."""
    parts = [f"名额 {item.places} 个"] if item.places is not None else []
    parts += [f"预算 {item.yuan} 元"] if item.yuan is not None else []
    return f"本批还剩{'、'.join(parts)}" if parts else ""


def waits(item: Item, now: datetime) -> str:
    """已等 3 天; for one that waits for papers, until when."""
    if item.papers_until is not None:
        return f"{day(item.papers_until, now)} {clock_time(item.papers_until)} 截止"
    if item.status in ("submitted", "appealed", "approved"):
        return waited(now - item.since)
    return day(item.since, now)
