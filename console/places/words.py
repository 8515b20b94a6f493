"""Places in the words of the desk."""

from datetime import datetime

from union.places.desk import Refused
from union.places.hours import hours_of
from union.places.models import Place
from union.wording import day_and_time

GONE = "可能已被删除，或者不在您负责的地区。"
_WHY = {"unknown": "没有找到这个场所，可能已被删除。", "outside": "这个地址不在您负责的地区。"}
# What entry.read_entry complains of -> the field of the form it stands in.
_FIELDS = {
    "纬度": "latitude",
    "坐标系": "latitude",
    "开放时间说明": "hours_text",
    "开放时间": "days",
    "电话": "phone",
    "截至": "as_of",
    "设施": "facilities",
    "名称": "name",
    "地址": "address",
    "市": "city",
    "区县": "district",
    "街道": "town",
    "来源": "source",
    "经度": "longitude",
    "类型": "kind",
}


def open_words(hours: str, now: datetime) -> str:
    """现在开着，17:30 关门; 现在关着, with when it opens; why nothing can be said."""
    try:
        read = hours_of(hours)
    except ValueError:
        return "开放时间还看不懂，请照例子写。"
    if read is None:
        return "没有写开放时间，会员会看到“开放时间不详”。"
    if read.is_open(now):
        closes = read.closes(now)
        return f"现在开着，{day_and_time(closes)} 关门。" if closes else "现在开着。"
    opens = read.opens(now)
    return f"现在关着，{day_and_time(opens)} 开门。" if opens else "现在关着。"


def chip(one: Place, now: datetime) -> tuple[str, str]:
    """Whether one finds it open now: text and look."""
    if one.closed:
        return "已停用", "grey"
    try:
        read = hours_of(one.hours)
    except ValueError:
        read = None
    if read is None:
        return "时间不详", "amber"
    return ("现在开着", "green") if read.is_open(now) else ("现在关着", "grey")


def wrong_fields(refused: Refused) -> dict[str, str]:
    """What is wrong, at the field it is about."""
    if refused.reason != "wrong":
        return {"": _WHY[refused.reason]}
    if refused.detail.startswith("没有填："):
        named = refused.detail.removeprefix("没有填：").split("、")
        return {_FIELDS.get(column, ""): "请填写。" for column in named}
    return {next((field for start, field in _FIELDS.items() if refused.detail.startswith(start)), ""): refused.detail}
