"""An event in the words a member reads: for whom, how one gets a place, what is left. Pure."""

from datetime import datetime

from union.events.meeting import Meeting
from union.events.rules import age_range, may_sign_up

_GENDERS = {"male": "男职工", "female": "女职工"}
_NEARLY_FULL = 10  # one place of so many, or less, is left


def who_may(meeting: Meeting) -> str:
    """仅限会员，单身，22—45岁"""
    rules = meeting.rules
    said = [
        "仅限会员" if rules.members_only else "",
        "单身" if rules.single_only else "",
        _GENDERS[rules.gender] if rules.gender else "",
        age_range(rules.min_age, rules.max_age),
        "、".join(rules.unions),
        "、".join(rules.districts),
        "一线职工优先" if rules.frontline_first_hours else "",
    ]
    return "，".join(part for part in said if part) or "职工均可"


def how_to_get_in(meeting: Meeting) -> str:
    """先到先得，每人最多 2 个名额"""
    said = ["抽签决定" if meeting.way == "lottery" else "先到先得"]
    if meeting.places_per_member > 1:
        said.append(f"每人最多 {meeting.places_per_member} 个名额")
    if meeting.min_group:
        said.append(f"满 {meeting.min_group} 人成团")
    return "，".join(said)


def state_of(meeting: Meeting, now: datetime) -> str:
    """余 8 名"""
    refused = may_sign_up(meeting, now, 1)
    if refused is None:
        return "抽签报名中" if meeting.way == "lottery" else f"余 {meeting.left} 名"
    full = "已满，可候补" if refused.may_wait else "已满"
    known = {"full": full, "not_open": f"{refused.detail} 开放报名", "closed": "报名已截止"}
    return known.get(refused.reason, "不可报名")


def should_hold(meeting: Meeting, places: int) -> bool:
    """Whether places are kept while the form runs: where the policy says so, by default when few are left."""
    if meeting.way == "lottery" or places > meeting.left or meeting.policy.hold == "never":
        return False
    capacity = sum(quota.capacity for quota in meeting.quotas if quota.who == "total")
    return meeting.policy.hold == "always" or meeting.left - places < max(3, capacity // _NEARLY_FULL)
