"""What is said about entitlements and costs, in one place."""

from union.events.terms import EventRules
from union.excursions.terms import Amount, subsidy

SOURCE_WORDS = {
    "granted": "发放",
    "reserved": "报名占用",
    "given_back": "退回",
    "used": "已使用",
    "carried": "结转",
    "expired": "到期清零",
}


def cycle_words(cycle: int, years: int, this_year: int) -> str:
    """本年度, 2027年度, 2026—2027年度"""
    if years > 1:
        return f"{cycle}—{cycle + years - 1}年度"
    return "本年度" if cycle == this_year else f"{cycle}年度"


def short(left: Amount, needs: Amount, cycle: str) -> str:
    """本年度还剩 2 天，这条线路需要 4 天"""
    if left.segments < needs.segments:
        return f"{cycle}的疗休养次数已经用完"
    if left.days < needs.days:
        return f"{cycle}还剩 {left.days} 天，这条线路需要 {needs.days} 天"
    return f"{cycle}还剩 {left.yuan} 元补贴，这条线路需要 {needs.yuan} 元"


def own_cost(rules: EventRules, places: int) -> int:
    """What the member pays, in yuan: what lies above the subsidy, and the whole price of who comes along."""
    price = rules.yuan or 0
    companion = price if rules.companion_yuan is None else rules.companion_yuan
    return price - subsidy(rules) + (places - 1) * companion


def to_pay(rules: EventRules, places: int) -> str:
    """自费合计：3400 元（本人 400 元，家属 1 人 3000 元）; empty where there is nothing to pay."""
    own, companions = own_cost(rules, 1), places - 1
    total = own_cost(rules, places)
    parts = [f"本人 {own} 元"] if own else []
    if companions:
        parts.append(f"家属 {companions} 人 {total - own} 元")
    return f"自费合计：{total} 元（{'，'.join(parts)}）" if total else ""
