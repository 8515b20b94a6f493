"""Rounds in the words of the desk."""

from datetime import datetime

from base.clock import SHANGHAI, to_shanghai
from console.parts.form import Wrong as Said
from union.applications.kinds import Kind
from union.applications.round_desk import RoundShown, State
from union.applications.rules import Refused
from union.entered import Wrong

STATES: dict[State, str] = {"open": "进行中", "coming": "还没开始", "over": "已结束"}
LOOKS: dict[State, str] = {"open": "green", "coming": "", "over": "grey"}
ONCE = {"round": "每批一次", "year": "每年一次", "ever": "只能一次"}
BOUND = {"required": "要先绑定会员", "any": "是不是会员都可以", "not": "还不是会员的人"}
_WHY = {
    "empty": "请填写。",
    "too_long": "太长了，请不要超过 {detail} 字。",
    "number": "请填大于 0 的整数，或留空表示不限。",
    "not_after": "结束要晚于开始。",
    "before_end": "补材料的截止不能早于受理结束。",
    "no_money": "这类申请不发钱，请留空。",
    "used": "已经用了 {detail}，不能改得更少。",
    "no_union": "您负责的范围里没有叫这个名称的工会，请核对。",
    "several": "有好几个：{detail}。请写全称。",
    "not_yours": "您的账号只能为自己负责的工会开批次。",
}


def said(wrong: Wrong | Refused) -> Said:
    """What is wrong, at its field."""
    if isinstance(wrong, Refused):
        return {"": "没有找到这一批，可能不在您负责的范围里。"}
    return {wrong.field: _WHY.get(wrong.reason, "请核对。").format(detail=wrong.detail)}


def in_one_line(wrong: Wrong | Refused) -> str:
    return next(iter(said(wrong).values()))


def limit(number: int | None, unit: str) -> str:
    return "不限" if number is None else f"{number} {unit}"


def numbers_line(one: RoundShown) -> str:
    """收到 12 份，待审核 3，通过 5；名额还剩 5 个，预算还剩 3000 元"""
    found = one.numbers
    counts = f"收到 {found.handed_in} 份，待审核 {found.waiting}，通过 {found.granted}"
    left = [f"名额还剩 {one.places} 个"] if one.places is not None else []
    left += [f"预算还剩 {one.yuan_left} 元"] if one.yuan_left is not None else []
    return f"{counts}；{'，'.join(left)}" if left else counts


def dates(one: RoundShown) -> str:
    return f"{moment(one.opens_at)} 到 {moment(one.closes_at)}"


def moment(at: datetime) -> str:
    """2026-11-18 09:00"""
    return f"{to_shanghai(at):%Y-%m-%d %H:%M}"


def as_field(at: datetime | None) -> str:
    """For a field of a moment."""
    return f"{to_shanghai(at):%Y-%m-%dT%H:%M}" if at else ""


def read_moment(text: str) -> datetime | None:
    """A field of a moment, in Shanghai; None: empty or no time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def read_number(text: str) -> int | None:
    """Empty: no limit; what is no number becomes 0, which no rule allows."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else 0


def kind_facts(kind: Kind) -> list[tuple[str, str]]:
    """What the kind says: it is not changed here."""
    return [
        ("种类", kind.title),
        ("谁来决定", kind.decided_by),
        ("谁能申请", BOUND[kind.bound]),
        ("能申请几次", ONCE[kind.once_per]),
        ("要问的", "、".join(ask.short for ask in kind.asks)),
        ("材料", "、".join(paper.name for paper in kind.papers) or "不需要"),
        ("发钱", "是" if kind.money else "不发"),
    ]
