"""The door in the words of the desk."""

from dataclasses import dataclass
from datetime import datetime

from console.words import clock_time, day
from union.events.door_desk import Door, Guest, Seen
from union.events.outcomes import CheckedIn
from union.events.refusal import Refused
from union.events.texts import STATUS_WORDS

LOOKS = {"booked": "", "checked_in": "green", "no_show": "amber"}
STATES = {"booked": "还没到", "checked_in": "已签到", "no_show": "没有到场"}
# The big word, its colour, and what stands below it; {} is the detail of the refusal.
_DOOR = {
    "already_in": ("早已签到", "amber", "{} 签到的。换人拿同一张票时请核对姓名。"),
    "wrong_session": ("不是这一场", "red", "这张票是：{}"),
    "called_off": ("已取消", "red", "这一场已经取消举办。"),
    "cancelled": ("已取消", "red", "这个报名已经取消，名额可能给了别人。"),
    "not_booked": ("没有名额", "red", "现在的状态：{}"),
    "unknown_code": ("没有这个码", "red", "请核对签到码，数字里没有 0 和 1，字母里没有 O、I、L。"),
    "too_early": ("还没开始签到", "amber", "{} 起可以签到。"),
    "too_late_in": ("这一场已经结束", "amber", "{} 结束的。确实来过的，请在名单里点“来过”。"),
    "unknown": ("没有这一场", "red", "请回到签到页重新选择。"),
}
_LIST = {
    "unknown": "没有找到，可能刚才已有变动。",
    "not_booked": "现在的状态是“{}”，不能这样处理。",
    "not_over": "这一场要到 {} 才结束，结束后再标记。",
    "called_off": "这一场已经取消举办。",
    "too_many": "请写 1 到 {} 之间的人数。",
    "no_bar": "没有找到这条限制，可能已经到期或被删除。",
    "decided": "这条申诉刚才已有同事处理了。",
}


@dataclass(frozen=True)
class Answer:
    """What the door says about a code: a word and its colour (green, amber, red), whose it is, and a line below."""

    look: str
    word: str
    who: str = ""
    detail: str = ""


def answer(seen: Seen, code: str) -> Answer:
    """The answer to a code that was shown."""
    who = whose(seen.guest) if seen.guest else code
    if isinstance(seen.outcome, CheckedIn):
        return Answer("green", "已签到", who)
    word, look, detail = _DOOR.get(seen.outcome.reason, ("不能签到", "red", "{}"))
    return Answer(look, word, who, detail.format(seen.outcome.detail))


def whose(guest: Guest) -> str:
    """王** · 3 人（含同行 2 人）"""
    companions = f"（含同行 {guest.people - 1} 人）" if guest.people > 1 else ""
    return f"{guest.name} · {guest.people} 人{companions}"


def why_not(refused: Refused) -> str:
    """Why a step on the list was not done."""
    return _LIST.get(refused.reason, "现在不能这样处理。").format(refused.detail)


def numbers(door: Door) -> str:
    """已到 12 人，还有 18 人没到"""
    waiting = door.expected - door.inside - door.missing
    missing = f"，{door.missing} 人没有到场" if door.missing else ""
    return f"已到 {door.inside} 人，还有 {waiting} 人没到{missing}" if waiting else f"已到 {door.inside} 人{missing}"


def chips(door: Door, now: datetime) -> list[tuple[str, str]]:
    """Where the session stands, and how many are in."""
    meeting = door.meeting
    if meeting.status == "called_off":
        return [("已取消", "red")]
    if now > meeting.ends_at:
        left = door.expected - door.inside - door.missing
        return [("已结束", "grey"), *([(f"{left} 人待标记", "amber")] if left else [])]
    going = [("进行中", "green")] if now >= meeting.starts_at else []
    return [*going, (f"已到 {door.inside} / {door.expected} 人", "")]


def state(guest: Guest, now: datetime) -> str:
    """已签到 19:05; with the day where it was another one."""
    if guest.checked_in_at is None:
        return STATES.get(guest.status, STATUS_WORDS[guest.status])
    when = day(guest.checked_in_at, now)
    fewer = f"，实到 {guest.came} 人" if guest.came < guest.people else ""
    return f"已签到 {'' if when == '今天' else f'{when} '}{clock_time(guest.checked_in_at)}{fewer}"
