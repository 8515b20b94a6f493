"""Events in the words of the desk."""

from collections.abc import Mapping
from datetime import datetime

from console.words import clock_time, day
from union.events.meeting import Meeting
from union.events.overview import Line
from union.events.refusal import Refused
from union.events.stages import Stage
from union.events.texts import STATUS_WORDS

STAGES: Mapping[Stage, str] = {
    "draft": "草稿",
    "soon": "未开始报名",
    "open": "报名中",
    "closed": "报名已截止",
    "running": "进行中",
    "over": "已结束",
    "called_off": "已取消",
}
LOOKS: Mapping[str, str] = {
    "draft": "amber",
    "soon": "",
    "open": "green",
    "closed": "",
    "running": "green",
    "over": "grey",
    "called_off": "red",
}
_BOOKING_LOOKS = {"booked": "green", "checked_in": "green", "offered": "amber", "won": "amber", "no_show": "red"}
_GROUPS = {
    "total": "所有人",
    "men": "男",
    "women": "女",
    "first_timers": "首次参加",
    "returning": "参加过",
}
_KEPT = {"district": "", "union": "", "branch": "分工会 ", "allotted": "已分给 ", "returned": "已收回 "}
_WHY = {
    "unknown": "没有找到，可能已被同事删除，或者不归您管理。",
    "called_off": "已经取消了，不能再改。",
    "past": "已经结束了，不能再改。",
    "below_taken": "已经报了 {} 个，名额不能比这个少。",
    "has_bookings": "已经发布了，这一项不能再改。需要的话可以取消这一场，另办一场。",
    "too_few": "至少要留一场。整个不要了，请删除草稿。",
    "closed": "报名截止时间（{}）已经过了，请先改报名时间。",
    "bad_terms": "有一项填得不对，没有保存。请检查后再试。",
}


def why_not(refused: Refused) -> str:
    return _WHY.get(refused.reason, "现在不能这样做。").format(refused.detail)


def stage_chip(stage: Stage) -> tuple[str, str]:
    """Text and look."""
    return STAGES[stage], LOOKS[stage]


def chips(line: Line) -> list[tuple[str, str]]:
    """Stage, kind, and whether it is a draw."""
    event = line.event
    more = [("抽签", "")] if event.way == "lottery" else []
    return [stage_chip(line.stage), (event.kind, "grey"), *more, *([("演示", "grey")] if event.demo else [])]


def numbers(line: Line) -> str:
    """已报 12/40，候补 3"""
    taken, capacity = line.numbers
    said = [f"已报 {taken}/{capacity}"]
    if line.waiting:
        said.append(f"候补 {line.waiting}")
    if line.entered:
        said.append(f"等抽签 {line.entered}")
    return "，".join(said)


def group_name(who: str) -> str:
    """所有人, 女, 上城区, 已分给 某某工会"""
    group, _, which = who.partition(":")
    return _GROUPS.get(who) or f"{_KEPT.get(group, '')}{which}"


def booking_chip(status: str) -> tuple[str, str]:
    return STATUS_WORDS[status], _BOOKING_LOOKS.get(status, "grey")


def area(event: Meeting) -> str:
    return f"{event.city}{event.district}"


def at(moment: datetime, now: datetime) -> str:
    """今天 09:00"""
    return f"{day(moment, now)} {clock_time(moment)}"
