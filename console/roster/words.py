"""Unions and imports in the words of the desk."""

from union.roster.branches import Branch
from union.roster.runs_desk import Run

LEVELS = {
    "city": "市总工会",
    "district": "区县总工会",
    "street": "街道（乡镇）工会",
    "company": "企业工会",
    "trade": "行业工会",
}
_STATES = {
    "looking": ("正在检查", "amber"),
    "looked": ("检查完，等您确认", "amber"),
    "entering": ("正在写入", "amber"),
    "done": ("已写入", "green"),
    "failed": ("没有成功", "red"),
    "dropped": ("已停止", "grey"),
}


def state(one: Run) -> tuple[str, str]:
    """Text and look."""
    return ("中断", "red") if one.is_silent else _STATES[one.state]


def people(one: Branch) -> str:
    """名册 12 人（连同下级 340 人），已绑定 20%"""
    below = f"（连同下级 {one.all_people} 人）" if one.all_people != one.people else ""
    share = f"，已绑定微信 {one.all_bound * 100 // one.all_people}%" if one.all_people else ""
    return f"名册 {one.people} 人{below}{share}"


def counted(one: Run) -> str:
    """What the file is or was: 共 12 行：新增 3 人，更新 2 人 …"""
    counts = one.counts
    if not counts:
        return ""
    will = "会" if one.state == "looked" else ""
    said = [
        f"{will}新增 {counts['added']} 人",
        f"{will}更新 {counts['changed']} 人",
        f"没有变化 {counts['unchanged']} 人",
    ]
    said += [f"不能写入 {counts['refused']} 行"] if counts["refused"] else []
    said += [f"{will}标为离会 {counts['left']} 人"] if counts["left"] else []
    return f"共 {counts['lines']} 行：" + "，".join(said) + "。"
