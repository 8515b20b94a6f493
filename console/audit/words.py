"""The log in the words of the desk."""

from base.clock import to_shanghai
from union.audit.models import AuditEntry
from union.audit.service import COMMAND

# What a step was allowed by (union/staff/rules.py), and log-ins.
TASKS = {
    "log_in": "登录和退出",
    "talks": "接待",
    "desk": "接待设置",
    "notices": "通知",
    "events": "活动",
    "door": "签到",
    "matchmaking": "相亲",
    "excursions": "疗休养",
    "applications": "申请",
    "rounds": "申请批次",
    "appointments": "预约",
    "all_appointments": "全部预约",
    "plan": "值班安排",
    "windows": "排班",
    "link_lawyer": "关联账号",
    "voices": "建议",
    "members": "会员",
    "roster": "名册",
    "places": "场所",
    "knowledge": "知识库",
    "questions": "待答问题",
    "examples": "案例",
    "numbers": "统计",
    "accounts": "账号",
    "audit": "操作记录",
    "own_account": "自己的账号",
}
COLUMNS = ("时间", "账号", "哪一类", "做了什么", "页面", "会员代号")


def who(one: AuditEntry) -> str:
    """The account, or that it was no page."""
    return "命令行" if one.staff == COMMAND else one.staff


def cells(one: AuditEntry) -> tuple[str, ...]:
    """A row of the export. The pseudonym tells nobody a name; with it one finds what else was done for that member."""
    at = f"{to_shanghai(one.at):%Y-%m-%d %H:%M:%S}"
    return at, who(one), TASKS.get(one.task, one.task), one.what, one.path, one.member_id or ""
