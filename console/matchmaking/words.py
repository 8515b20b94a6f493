"""Matchmaking in the words of the desk."""

from union.matchmaking.desk import Figures, Preview, RoundShown

ELIGIBLE = {
    "eligible": "等待介绍",
    "asked": "正在介绍中",
    "paused": "本人已暂停",
    "consent_outdated": "要重新同意说明",
}
STATES = {"open": "等双方回复", "exchanged": "双方愿意", "declined": "没成", "expired": "过期"}
LOOKS = {"open": "amber", "exchanged": "green", "declined": "grey", "expired": "grey"}
ROUNDS = {"running": ("进行中", "amber"), "done": ("已完成", "green"), "broken": ("中断了", "red")}
BROKEN = "这一轮没有做完，已经发出的介绍仍然有效。可以再开始一轮，不会重复介绍。"


def profiles(found: Figures) -> list[tuple[str, str]]:
    """Label and number of each kind of profile."""
    total = sum(found.profiles.values())
    lines = [("登记的会员", f"{total} 人")]
    lines += [(label, f"{found.profiles.get(name, 0)} 人") for name, label in ELIGIBLE.items()]
    if found.begun is not None:
        lines.append(("本月", f"新登记 {found.begun} 人，撤回登记 {found.withdrawn} 人"))
    return lines


def outcomes(found: Figures) -> list[tuple[str, str]]:
    """Label and number of each state of introductions."""
    numbers = {state: found.introductions.get(state, 0) for state in STATES}
    half = f"，其中 {found.half} 对有一方已经愿意" if found.half else ""
    ended = numbers["exchanged"] + numbers["declined"] + numbers["expired"]
    share = f"（已有结果的 {ended} 对里占 {round(100 * numbers['exchanged'] / ended)}%）" if ended else ""
    lines = [
        ("等双方回复", f"{numbers['open']} 对{half}"),
        ("双方愿意", f"{numbers['exchanged']} 对{share}"),
        ("没成", f"{numbers['declined']} 对"),
        ("过期没有回复", f"{numbers['expired']} 对"),
    ]
    if found.met is not None:
        lines.append(("介绍过的", f"共 {found.met} 对，不会再次介绍"))
    return lines


def of_preview(found: Preview) -> str:
    """What would happen, before it does."""
    return (
        f"等待介绍的有 {found.people} 人（男 {found.men} 人，女 {found.women} 人），"
        f"这一轮会介绍 {found.pairs} 对。双方都会收到通知，5 天内回复；都愿意才交换姓名和手机号。"
    )


def nobody(found: Preview) -> str:
    """Why a round would come to nothing."""
    if not found.people:
        return "现在没有等待介绍的会员。"
    if not (found.men and found.women):
        return f"等待介绍的只有{'男' if found.men else '女'}会员 {found.people} 人，凑不成对。"
    return f"等待介绍的 {found.people} 人里，没有条件互相符合、又没有介绍过的。"


def of_round(one: RoundShown) -> str:
    """参加 12 人（男 7，女 5），介绍 4 对：1 对双方愿意，3 对等双方回复"""
    if one.state == "running":
        return "正在计算和发通知，一般一分钟以内。"
    if one.state == "broken":
        return BROKEN
    parts = [f"{number} 对{STATES[state]}" for state, number in one.introductions.items() if number]
    parts += [f"{one.gone} 对已删除（会员撤回，或没成超过 90 天）"] if one.gone else []
    became = f"：{'，'.join(parts)}" if parts else ""
    return f"参加 {one.people} 人（男 {one.men}，女 {one.women}），介绍 {one.asked} 对{became}"
