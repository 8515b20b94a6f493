"""Batches and entitlements in the words of the desk."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from base.clock import SHANGHAI
from console.words import clock_time, day
from union.events.refusal import Refused
from union.excursions.board import Batch
from union.excursions.models import BatchStep, EntitlementEntry
from union.excursions.terms import Amount, EntitlementTerms, cycle_of
from union.excursions.texts import SOURCE_WORDS
from union.wording import day_and_time

STATES = {"open": ("报名中", "green"), "called_off": ("已取消", "red"), "over": ("已结束", "grey")}
OFFERS = {"offered": "候补到号", "won": "已中签"}
_WHY = {
    "unknown": "没有找到，或者不在您负责的范围里。",
    "called_off": "这一批已经取消。",
    "past": "这一批已经结束。",
    "full": "公共名额只剩 {} 个，分不出这么多。",
    "below_taken": "不能少于已经用掉的：{}。",
    "too_late": "名额已在 {} 到期收回，不能再分配。",
}
_TERMS = {
    "branch": "请写工会名称，不超过 50 个字。",
    "places": "名额要写整数。",
    "until": "收回时间要晚于现在，早于出发时间。",
    "quotas": "这一批没有公共名额，不能分配。",
    "cycle_years": "周期的年数不能改：已有会员按原来的周期发放过额度。",
    "cycle": "年度不对，请重新选择。",
    "kind": "请写活动种类，不超过 16 个字。",
}


def why_not(refused: Refused) -> str:
    """Why a step was refused."""
    if refused.reason == "bad_terms":
        return _TERMS.get(refused.detail.partition(":")[0].strip(), "填写的内容不对，请检查后再试。")
    detail = refused.detail
    if refused.reason == "below_taken" and detail.isdecimal():
        detail = f"{detail} 个"
    return _WHY.get(refused.reason, "现在不能这样处理。").format(detail)


def moment(text: str) -> datetime | None:
    """What a field of kind `moment` holds, of Shanghai; None where it is no time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def whole(answers: Mapping[str, str], *names: str) -> list[int] | None:
    """The numbers in these fields, an empty one as 0; None where one is none."""
    texts = [answers[name] or "0" for name in names]
    fit = all(text.isascii() and text.isdecimal() and len(text) <= 6 for text in texts)
    return [int(text) for text in texts] if fit else None


def chips(one: Batch, now: datetime) -> list[tuple[str, str]]:
    """State, group, and what waits."""
    state, found = one.state, STATES.get(one.state.status, (one.state.status, "grey"))
    if one.state.status != "open" or one.meeting.starts_at <= now:
        return [found if state.status != "open" else ("已出发", "grey")]
    group = [("已成团", "green")] if state.min_group and not state.missing else []
    group = [(f"还差 {state.missing} 人成团", "amber")] if state.missing else group
    waits = [(f"候补 {state.waiting} 人", "grey")] if state.waiting else []
    offered = [(f"{one.offered} 人待答复", "")] if one.offered else []
    return [found, *group, *offered, *waits]


def group(one: Batch) -> str:
    """What the group needs, until when, and what happens then; empty where there is no minimum."""
    state = one.state
    if not state.min_group or state.deadline is None:
        return ""
    until = day_and_time(state.deadline)
    if state.status == "called_off":
        return f"至少 {state.min_group} 人，{until}截止；这一批已取消。"
    if not state.missing:
        return f"至少 {state.min_group} 人，已经够了（{until}截止）。"
    return (
        f"至少 {state.min_group} 人，还差 {state.missing} 人。{until}还不够，"
        "系统会自动取消这一批，并通知报名的会员可以改报哪些。"
    )


def handed(one: Batch) -> str:
    """Until when places are with the branch unions."""
    state = one.state
    if state.returned_at is not None:
        return f"没用完的名额已在 {day_and_time(state.returned_at)} 收回，大家都可以报。"
    if state.allotted_until is None:
        return "还没有分给分工会，名额大家都可以报。"
    return f"{day_and_time(state.allotted_until)}前只给各分工会自己的会员，到时没用完的自动收回。"


def step(one: BatchStep, now: datetime) -> str:
    """今天 10:00　小李　分给东分会 2 个名额"""
    what = {
        "allotted": f"分给{one.branch} {one.places} 个名额",
        "returned": f"从{one.branch}收回 {one.places} 个名额",
        "short": f"提醒：还差 {one.places} 人成团",
    }[one.what]
    return f"{day(one.at, now)} {clock_time(one.at)}　{one.by or '系统'}　{what}"


def terms(found: EntitlementTerms) -> str:
    """每年 5 天、3000 元、最多 2 次；没用完的结转 2 天"""
    cycle = "每年" if found.cycle_years == 1 else f"每 {found.cycle_years} 年"
    carried = [f"{found.carry_days} 天"] if found.carry_days else []
    carried += [f"{found.carry_yuan} 元"] if found.carry_yuan else []
    rest = f"最多结转 {'、'.join(carried)}" if carried else "不结转，到期清零"
    return f"{cycle} {found.days} 天、{found.yuan} 元，最多分 {found.segments} 次；没用完的{rest}"


def amount(found: Amount) -> str:
    return f"{found.days} 天，{found.yuan} 元，{found.segments} 次"


def cycle(first: int, years: int) -> str:
    """2026 年, 2026—2027 年"""
    return f"{first} 年" if years == 1 else f"{first}—{first + years - 1} 年"


def cycles(kinds: Iterable[tuple[str, EntitlementTerms]], now: datetime) -> dict[str, str]:
    """The current cycle and the next of each kind, as choices: KIND:FIRST YEAR -> 疗休养，2026 年."""
    found = {}
    for kind, one in kinds:
        first = cycle_of(now, one.cycle_years)
        for year in (first, first + one.cycle_years):
            found[f"{kind}:{year}"] = f"{kind}，{cycle(year, one.cycle_years)}"
    return found


def entry(one: EntitlementEntry, now: datetime) -> tuple[str, str]:
    """What happened when and by whom, and how it changed what is left: +2 天，−1200 元."""
    parts = [(one.days, "天"), (one.yuan, "元"), (one.segments, "次")]
    changed = "，".join(f"{'+' if number > 0 else '−'}{abs(number)} {unit}" for number, unit in parts if number)
    taken_back = one.what == "granted" and max(one.days, one.yuan, one.segments) <= 0
    what = "收回" if taken_back else SOURCE_WORDS[one.what]
    return f"{day(one.at, now)} {clock_time(one.at)}　{what}　{one.by or '系统'}", changed or "不变"
