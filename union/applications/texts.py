"""What the union sends about an application by itself. Replies in a dialogue are the engine's responses."""

from datetime import datetime

from union.applications.models import Application
from union.applications.rules import Refused
from union.wording import day_and_time

STATUS_WORDS = {
    "submitted": "审核中",
    "incomplete": "待补材料",
    "returned": "退回补充",
    "approved": "已通过",
    "refused": "未通过",
    "appealed": "申诉复核中",
    "fulfilled": "已办结",
    "withdrawn": "已撤回",
    "lapsed": "逾期未补，已失效",
}
APPEALED = "申诉已收到，会由另一位工作人员复核，有结果会通知您。"
APPEAL_NEEDS_REASON = "请在编号后面写上理由，比如“申诉 编号 收入证明当时没交上”。"
NOTHING_TO_APPEAL = "这份申请现在不能申诉，可能已经复核过了。说“我的申请”可以看结果。"


def name_of(application: Application) -> str:
    """困难帮扶（编号 ABCD2345）"""
    return f"{application.round.title}（编号 {application.number}）"


def approved(application: Application) -> str:
    amount = f"金额：{application.amount_yuan}元\n" if application.amount_yuan else ""
    said = f"{amount}{_reason('说明', application.reason)}"
    return f"【申请结果】{name_of(application)}\n结果：通过\n{said}说“我的申请”可以看进度。"


def refused(application: Application, code: str | None) -> str:
    appeal = f"不同意的话，可以回复“申诉 {code} 理由”，由另一位工作人员复核。" if code else "这是复核后的结果。"
    return f"【申请结果】{name_of(application)}\n结果：未通过\n{_reason('原因', application.reason)}{appeal}"


def returned(application: Application, until: datetime) -> str:
    what = _reason("需要", application.reason)
    return f"【申请退回补充】{name_of(application)}\n{what}请在{day_and_time(until)}前说“补材料”补充，过期会失效。"


def papers_due(application: Application, names: list[str], until: datetime) -> str:
    lacking = f"还差：{'、'.join(names)}\n请在{day_and_time(until)}前说“补材料”，把照片发来。"
    return f"【补材料提醒】{name_of(application)}\n{lacking}"


def lapsed(application: Application) -> str:
    return f"【申请失效】{name_of(application)}\n材料到期没有补齐，这份申请已失效。还在受理期的话，可以重新申请。"


def fulfilled(application: Application) -> str:
    amount = f"{application.amount_yuan}元已安排发放，到账时间以银行为准。" if application.amount_yuan else "已经办结。"
    return f"【申请办结】{name_of(application)}\n{amount}"


def kept_for_accounts(application: Application) -> str:
    amount = f"，{application.amount_yuan}元" if application.amount_yuan else ""
    what = "您的姓名、手机号、填写内容和材料已经删除"
    return f"{name_of(application)}{amount}：发放记录属于会计档案，依法要保留；{what}。"


def decision_refused(refused: Refused) -> str:
    """For staff: why a decision was not taken."""
    words = {
        "quota_used": f"名额 {refused.detail} 个已用完。",
        "budget_used": f"预算不够，还剩 {refused.detail} 元。",
        "same_decider": "申诉要由另一位工作人员决定。",
        "no_amount": "这类申请要写金额（元）。",
        "needs_union": "入会要写明进哪个工会。",
        "no_reason": "请写明理由，会员会看到。",
        "unknown": "没有找到这份申请。",
    }
    status = STATUS_WORDS.get(refused.detail, refused.detail)
    return words.get(refused.reason, f"这份申请现在的状态是“{status}”，不能这样处理。")


def _reason(label: str, reason: str | None) -> str:
    return f"{label}：{reason}\n" if reason else ""
