"""Rules and policy of an event as answers of a form, and back. Pure."""

from typing import Any

from union.events.entering.reader import MANY, Areas, Reader, number_answer, switch_answer
from union.events.terms import EventPolicy, EventRules, Priority

GENDERS = {"female": "只限女职工", "male": "只限男职工"}
ONCE_PER = {
    "event": "整个活动只能报一场",
    "session": "每一场都可以报",
    "year": "同类活动一年一次",
    "cycle": "同类活动几年一次",
}
HOLDS = {"nearly_full": "名额快满时才保留", "always": "总是保留", "never": "不保留"}
TIES = {"lot": "抽签", "date": "先报的在前"}
# Numbers of the rules and of the policy: lowest and highest. Those that stand empty mean what the terms say.
_RULE_NUMBERS = {
    "min_age": (0, 120),
    "max_age": (0, 120),
    "cycle_years": (1, 10),
    "places_per_member": (1, 20),
    "frontline_first_hours": (0, 720),
    "priority_first_hours": (0, 720),
    "days": (1, 60),
    "yuan": (0, 1_000_000),
    "yuan_per_day": (0, 100_000),
    "companion_yuan": (0, 1_000_000),
}
_WEIGHTS = ("frontline", "model_worker", "injured_at_work", "retiring")
_POLICY_NUMBERS = {
    "cancel_hours": (0, 720),
    "no_shows": (0, 20),
    "no_show_days": (1, 1000),
    "bar_days": (1, 1000),
    "offer_hours": (0, 240),
    "hold_minutes": (1, 120),
    "confirm_hours": (1, 240),
    "group_warn_days": (0, 30),
    "draw_minutes": (0, 10_000),
}
_RULE_SWITCHES = ("members_only", "single_only", "companions")
_POLICY_SWITCHES = ("late_cancel_counts", "bar_all_kinds", "waitlist")


def read_rules(read: Reader, areas: Areas, kept: EventRules) -> EventRules:
    """The rules; `kept` where an answer is wrong."""
    said: dict[str, Any] = {name: read.number(name, *span) for name, span in _RULE_NUMBERS.items()}
    said |= {name: read.is_on(name) for name in _RULE_SWITCHES}
    said["gender"] = read.chosen("gender", GENDERS) or None
    said["once_per"] = read.chosen("once_per", ONCE_PER) or None
    said["ties"] = read.chosen("ties", TIES) or None
    said["unions"] = read.many("unions")
    said["districts"] = read.many("districts")
    weights = {name: read.number(f"first_{name}", 0, 100) or 0 for name in _WEIGHTS}
    said["priority"] = Priority(**weights)
    low, high = said["min_age"], said["max_age"]
    if low is not None and high is not None and low > high:
        read.say("max_age", "最大年龄不能小于最小年龄。")
    if said["priority_first_hours"] and not any(weights.values()):
        read.say("priority_first_hours", "请先在下面给优先的人填上分数。")
    known = {district for districts in areas.values() for district in districts}
    if strange := [one for one in said["districts"] if one not in known]:
        read.say("districts", f"没有“{strange[0]}”这个区县。")
    return kept if read.wrong else EventRules.model_validate(_given(said, EventRules))


def read_policy(read: Reader) -> EventPolicy:
    """How bookings are dealt with."""
    said: dict[str, Any] = {name: read.number(name, *span) for name, span in _POLICY_NUMBERS.items()}
    said |= {name: read.is_on(name) for name in _POLICY_SWITCHES}
    said["hold"] = read.chosen("hold", HOLDS) or None
    return EventPolicy() if read.wrong else EventPolicy.model_validate(_given(said, EventPolicy))


def rules_answers(rules: EventRules) -> dict[str, str]:
    """What the form shows of them."""
    return (
        {name: number_answer(getattr(rules, name)) for name in _RULE_NUMBERS}
        | {name: switch_answer(getattr(rules, name)) for name in _RULE_SWITCHES}
        | {f"first_{name}": number_answer(getattr(rules.priority, name)) for name in _WEIGHTS}
        | {"gender": rules.gender or "", "once_per": rules.once_per, "ties": rules.ties}
        | {"unions": MANY.join(rules.unions), "districts": MANY.join(rules.districts)}
    )


def policy_answers(policy: EventPolicy) -> dict[str, str]:
    return (
        {name: number_answer(getattr(policy, name)) for name in _POLICY_NUMBERS}
        | {name: switch_answer(getattr(policy, name)) for name in _POLICY_SWITCHES}
        | {"hold": policy.hold}
    )


def _given(said: dict[str, Any], terms: type[EventRules] | type[EventPolicy]) -> dict[str, Any]:
    """What is left empty is what the terms say by themselves."""
    optional = {name for name, field in terms.model_fields.items() if field.default is None}
    return {name: value for name, value in said.items() if value is not None or name in optional}
