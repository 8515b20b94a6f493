"""Entries of the knowledge base in the words of the desk."""

from knowledge.content import EntryKind
from knowledge.editing.desk import Listed
from knowledge.editing.review import State
from knowledge.editing.service import Refused

KINDS: dict[EntryKind, str] = {"program": "项目", "guide": "问答", "right": "劳动权益", "hotline": "热线"}
THEMES = {
    "activity": "活动", "benefit": "福利补贴", "community_service": "便民服务", "digital_platform": "线上平台",
    "family": "家庭亲子", "hardship_aid": "困难帮扶", "health": "健康体检", "homecoming": "返乡",
    "labour_rights": "劳动关系", "legal_aid": "法律援助", "matchmaking": "相亲交友", "organising": "建会入会",
    "psychological": "心理关爱", "recruitment": "招聘", "rest_recreation": "疗休养", "selection_honour": "评选荣誉",
    "skills_wage": "技能津贴", "station": "驿站之家", "training": "培训", "transport": "通勤",
}  # fmt: skip
STATES: dict[State, tuple[str, str]] = {"overdue": ("该核对了", "red"), "soon": ("快到核对时间", "amber")}
STEPS = {
    "imported": "从文件导入",
    "removed": "从文件里删除",
    "added": "新建",
    "changed": "修改",
    "reviewed": "核对无误",
    "retired": "停用",
    "restored": "恢复成以前的内容",
}
OUTCOMES = {"answered": ("直接答复", "green"), "which": ("请会员选一个", "amber"), "not_found": ("答不上来", "red")}
_WHY = {
    "changed": "保存之前，{who}刚改过这一条。您写的内容还在，请看看下面改了什么，再决定要不要保存。",
    "gone": "这一条刚才已被停用。",
    "exists": "这一条刚才已经建好了。",
    "needed": "机器人的回复里要用到这个号码，不能停用；号码变了请直接修改。",
    "outside": "这一条不在您负责的地区。",
    "settled": "这些问题刚才已有同事处理了。",
}


def why_not(refused: Refused) -> str:
    return _WHY[refused.reason].format(who=refused.detail or "同事")


def chips(one: Listed) -> list[tuple[str, str]]:
    """What it is, its theme, and whether it is to be looked at again: text and look each."""
    theme = THEMES.get(one.theme, one.theme)
    due = [STATES[one.review.state]] if one.review.state in STATES else []
    return [*due, (KINDS[one.kind], ""), *([(theme, "grey")] if theme else [])]
