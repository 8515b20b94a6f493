"""What the account sends about introductions, and answers to coded replies about them."""

from collections.abc import Mapping
from datetime import datetime

from union.matchmaking.fields import FIELDS, shown
from union.matchmaking.rules import age
from union.wording import day_and_time

OVER = "这次介绍已经结束，没有交换任何信息。有合适的人会再通知您。"
DECLINED = "好的，这次就不认识了，对方不会知道是谁的决定。有合适的人会再通知您。"
AGREED_FIRST = "收到，您愿意认识。对方也愿意的话，双方的姓名和手机号会用通知发给你们。"
AGREED_BOTH = "太好了，你们都愿意认识！双方的姓名和手机号会用通知发给你们，夜里的通知早上再发。"
OTHER_LEFT = "【相亲介绍】对方已退出，这次介绍结束了，没有交换任何信息。有合适的人会再通知您。"
NO_ANSWER = "【相亲介绍】到期没有等到双方都愿意，这次介绍结束了，没有交换任何信息。有合适的人会再通知您。"
REMOVED = "【相亲介绍】这次介绍已经结束，内容已经删除。"


def asked(other: Mapping[str, str], code: str, expires: datetime, now: datetime) -> str:
    """The question to one of the two: the other's facts as coarse as the consent says, no own words, no names."""
    return (
        "【相亲介绍】有一位会员和您的期望互相符合：\n"
        f"{_coarse(other, now)}\n"
        "愿意认识吗？双方都愿意，才会交换姓名、手机号和自我介绍。\n"
        f"愿意请回复：愿意 {code}\n"
        f"不想认识请回复：不合适 {code}\n"
        f"{day_and_time(expires)}前有效。不要把编号告诉别人。"
    )


def exchanged(name: str, phone: str, own_words: Mapping[str, str]) -> str:
    """The contact data of the other, once both have agreed."""
    words = [f"{FIELDS[field].label}：{text}" for field, text in own_words.items() if text]
    return "\n".join([
        "【相亲介绍】你们都愿意认识！",
        f"对方姓名：{name}",
        f"对方手机：{phone}",
        *words,
        "初次见面请选公共场所，不要转账。认识期间不再给您介绍别人；想继续介绍，请回复“恢复相亲”。",
    ])  # fmt: skip


def _coarse(values: Mapping[str, str], now: datetime) -> str:
    low = age(int(values["birth_year"]), now) // 5 * 5
    place = shown(FIELDS["place"], values["place"])
    rest = [values[field] for field in ("education", "occupation", "marital")]
    return "，".join([values["gender"], f"{low}—{low + 4}岁", place, *rest])
