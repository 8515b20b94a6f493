"""Accounts in the words of the desk."""

from datetime import datetime

from console.words import clock_time, day
from union.staff.accounts import AccountShown
from union.staff.service import Refused

ROLES = {"agent": "接待员", "lawyer": "律师", "editor": "知识编辑", "organiser": "活动组织", "admin": "管理员"}
ALL_UNIONS = "-"
ALL = "全部工会"
_WHY = {
    "bad_name": "账号名要 1 到 32 个字，只用汉字、字母、数字和 - _ . ·，以汉字、字母或数字开头。",
    "name_taken": "已经有这个账号名，请换一个。",
    "name_alike": "和已有的账号“{detail}”太像，容易认错，请换一个。",
    "unknown": "没有找到这个账号，可能刚才有变化。",
    "unknown_role": "请选择岗位。",
    "bad_password": "密码要有 8 到 128 个字符。",
    "wrong_password": "现在的密码不对。",
    "same_password": "新密码和原来一样，请换一个不同的。",
    "wrong_code": "验证码不对。请看手机上现在的 6 位数字；一直不对的话，请检查手机的时间。",
    "needed": "管理员账号必须有手机验证，不能关闭。",
    "own_account": "不能改自己的账号，请另一位管理员来改。自己的密码在“我的账号”里换。",
    "last_admin": "这是最后一个能管全部工会的管理员，改了就没人能管账号了。请先添加另一位。",
    "wide_scope": "您只能管自己工会和下级工会的账号，请从列表里选工会。",
    "no_such_union": "没有找到这个工会，请从列表里选。",
}


def why_not(result: object) -> str:
    """One sentence for staff; "" where it was done."""
    return _WHY[result.reason].format(detail=result.detail) if isinstance(result, Refused) else ""


def chips(one: AccountShown) -> list[tuple[str, str]]:
    """Role, union, and how the account stands: text and look each."""
    state = [("已停用", "red")] if one.disabled else [("等首次登录", "amber")] if one.must_change else []
    factor = [("手机验证", "green")] if one.second_factor else []
    return [(ROLES.get(one.role, one.role), ""), (one.union or ALL, "grey"), *factor, *state]


def seen(one: AccountShown, now: datetime) -> str:
    """When it was used last."""
    return f"最近使用：{day(one.seen_at, now)} {clock_time(one.seen_at)}" if one.seen_at else "还没有登录过"
