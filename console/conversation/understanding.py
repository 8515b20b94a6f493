"""What the bot made of a member's line, in the words of the desk."""

from pydantic import ValidationError

from union.conversations.reply import Understanding

INTENTS = {
    "greet": "打招呼",
    "goodbye": "道别",
    "thank": "道谢",
    "praise": "表扬",
    "complain": "不满",
    "ask_bot": "问是不是机器人",
    "ask_capabilities": "问能办什么",
    "out_of_scope": "与工会无关",
    "affirm": "同意",
    "deny": "不同意",
    "cancel_task": "放弃办理",
    "go_back": "回上一步",
    "start_over": "重新开始",
    "correct": "更正",
    "inform": "提供信息",
    "ask_why": "问为什么",
    "ask_program": "问工会项目",
    "ask_labour_right": "问劳动权益",
    "ask_follow_up": "追问",
    "events.list": "看活动",
    "events.sign_up": "报名活动",
    "events.cancel": "取消报名",
    "events.change": "改报名",
    "events.mine": "查我的报名",
    "events.ticket": "要票或签到码",
    "events.follow": "订阅活动提醒",
    "matchmaking.register": "登记相亲资料",
    "matchmaking.introductions": "问相亲介绍",
    "legal.book": "预约律师",
    "legal.cancel": "取消律师预约",
    "legal.change": "改律师预约",
    "legal.mine": "查律师预约",
    "legal.urgent": "紧急法律求助",
    "benefits.apply": "申请帮扶或补贴",
    "benefits.status": "查申请进度",
    "benefits.withdraw": "撤回申请",
    "members.bind": "绑定会员",
    "members.unbind": "解除绑定",
    "members.join": "想加入工会",
    "members.my_data": "查个人信息",
    "members.erase": "删除个人信息",
    "stations.nearest": "找驿站",
    "handoff.request": "找人工",
    "handoff.leave": "退出人工",
    "feedback.suggest": "提建议",
    "crisis": "心理危机",
}
ENTITIES = {
    "city": "市",
    "district": "区县",
    "event_kind": "活动",
    "date": "日期",
    "time": "时间",
    "count": "数量",
    "ordinal": "第几个",
    "phone": "电话",
    "person_name": "姓名",
    "topic": "事项",
}
MISSED = {"not_found": "没找到答案", "ambiguous": "没听明白"}


def describe(stored: str | None) -> tuple[str, bool]:
    """One line on a message's stored understanding ("" where there is none), and whether the bot missed it."""
    if not stored:
        return "", False
    try:
        understood = Understanding.model_validate_json(stored)
    except ValidationError:  # written by another version
        return "", False
    if not understood.intent:
        return "", False
    parts = [f"{INTENTS.get(understood.intent, understood.intent)}（把握 {understood.confidence:.0%}）"]
    parts += [
        f"{ENTITIES.get(one.get('entity', ''), '')} {one.get('value', '')}".strip() for one in understood.entities
    ]
    missed = MISSED.get(understood.outcome)
    return "机器人理解：" + " · ".join(parts + ([missed] if missed else [])), missed is not None
