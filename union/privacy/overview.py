"""What is kept about a member, in a few lines for the chat."""

from collections.abc import Mapping

from union.privacy.holding import Record
from union.privacy.masking import masked

# Short enough to be shown as they are; of all others the number and what they hold.
_SHOWN = frozenset({"个人资料", "会员绑定"})
_MOST_LABELS = 6


def overview(kept: Mapping[str, list[Record]]) -> list[str]:
    """A line a holding: 活动报名：2 条（活动、时间、姓名、手机 等）"""
    return [_shown(name, records) if name in _SHOWN else _counted(name, records) for name, records in kept.items()]


def _shown(name: str, records: list[Record]) -> str:
    told = "；".join("，".join(f"{label} {masked(label, value)}" for label, value in one.items()) for one in records)
    return f"{name}：{told}"


def _counted(name: str, records: list[Record]) -> str:
    labels = list(dict.fromkeys(label for record in records for label in record))
    more = "等" if len(labels) > _MOST_LABELS else ""
    return f"{name}：{len(records)} 条（{'、'.join(labels[:_MOST_LABELS])}{more}）"
