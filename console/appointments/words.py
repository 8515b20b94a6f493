"""Appointments in the words of the desk."""

from datetime import datetime

from console.words import clock_time, day
from union.legal_aid.desk import Card
from union.legal_aid.intake import Intake
from union.legal_aid.outcomes import Displaced
from union.legal_aid.refusal import Refused
from union.legal_aid.services import NAMES

STATUS = {
    "booked": ("已预约", ""),
    "displaced": ("待改期", "red"),
    "over": ("待记录", "amber"),
    "done": ("已到", "green"),
    "no_show": ("未到", "red"),
    "cancelled": ("已取消", "grey"),
    "passed_on": ("未接受", "grey"),
    "offered": ("已保留，等会员答复", "amber"),
}
OUTCOMES = {
    "legal": {"advised": "已解答", "referred": "已转介"},
    "counselling": {"advised": "已咨询", "referred": "已转介"},
    "mediation": {
        "agreed": "调解成功",
        "failed": "没有调成",
        "refused": "对方不同意调解",
        "advised": "已解答",
        "referred": "已转介",
    },
}
OUTCOME_NAMES = {name: words for known in OUTCOMES.values() for name, words in known.items()}
STEPS = {
    "change": "会员改时间",
    "cancel": "取消",
    "outcome": "记录结果",
    "no_show": "记为未到",
    "accept": "接受空位",
    "decline": "放弃空位",
}
EXAMPLES = {"draft": "草稿等待审核", "approved": "已通过", "rejected": "没有采用"}
PRIVATE = "这是保密的咨询，内容只有接待的老师能看。"
_WHY = {
    "not_yours": "只有接待的律师本人能记录。",
    "not_over": "还没有开始，或者还没有记录结果。",
    "not_booked": "这个预约的状态刚才变了，请看最新情况。",
    "recorded": "已经记录过结果了。",
    "unknown": "没有找到，可能已被会员删除。",
    "empty": "请写点内容。",
    "bad_outcome": "请选择结果。",
    "private": "保密的咨询不写案例。",
    "not_anonymous": "里面还能看出是谁（{detail}），请改掉再提交。",
    "own_draft": "自己写的草稿要由同事审核。",
    "decided": "这个案例已经审核过了。",
    "no_such_lawyer": "请选择律师。",
    "bad_period": "日期不对：请选今天或以后，结束不早于开始。",
    "bad_substitute": "接替的人要在同一个窗口，而且不是本人。",
    "taken": "已经被占用，请另选。",
    "busy": "会员那时有别的预约（{detail}）。",
    "past": "这个时间已经过了。",
    "too_many_changes": "会员改期次数已满（{detail}）。",
    "already_cancelled": "这个预约已经取消了。",
    "same_slot": "就是现在的时间，不用改。",
    "closed": "窗口那天不开放。",
    "holiday": "那天放假。",
    "on_leave": "律师那时请假。",
    "no_such_slot": "那时没有人值班。",
}


def why_not(refused: Refused) -> str:
    """One sentence for staff."""
    return _WHY.get(refused.reason, "现在不能这样处理。").format(detail=refused.detail)


def times(card: Card) -> str:
    """09:00—09:30"""
    return f"{clock_time(card.starts_at)}—{clock_time(card.ends_at)}"


def status_chip(card: Card, now: datetime) -> tuple[str, str]:
    """Text and look; one that has ended waits for its record, whether the sweep has seen it or not."""
    return STATUS["over" if card.status == "booked" and card.ends_at <= now else card.status]


def what(card: Card) -> str:
    """律师咨询 · 欠薪; of what one may not read, the service alone."""
    topic = card.intake.topic if card.intake else ""
    name = NAMES[card.service]
    return f"{name} · {topic}" if topic and topic != name else name


def intake_facts(intake: Intake) -> list[tuple[str, str]]:
    """What was told beside the story."""
    yuan = f"{intake.sum_yuan:g} 元" if intake.sum_yuan is not None else ""
    people = f"{intake.people} 人" if intake.people is not None else ""
    known = [("从什么时候开始", intake.since), ("金额", yuan), ("人数", people), ("单位", intake.employer)]
    return [*known, ("手上的材料", intake.papers), *intake.more.items()]


def effect(done: Displaced) -> str:
    """What a leave or a closed day does to those who have a talk then."""
    if not done.taken_over and not done.displaced:
        return "这段时间没有预约，不影响任何会员。"
    parts = [f"{done.taken_over} 个预约由接替的人接手，时间不变"] if done.taken_over else []
    parts += [f"{done.displaced} 个预约要另约时间，会为会员保留最近的空位"] if done.displaced else []
    return f"会影响会员：{'；'.join(parts)}。会员会收到通知。"


def slot_name(starts_at: datetime, lawyer: str, now: datetime) -> str:
    """11月20日 星期五 09:00，王律师"""
    return f"{day(starts_at, now)} {clock_time(starts_at)}，{lawyer}"
