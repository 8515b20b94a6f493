"""A row of a list of places, checked. Pure: cells in, values for models.Place or what is wrong with them out."""

import hashlib
import re
from datetime import date
from typing import Any

from union.places.geo import checked
from union.places.hours import hours_of, in_words
from union.places.kinds import SEPARATOR, words
from union.places.models import Place

NEEDED = ("类型", "名称", "地址", "市", "纬度", "经度", "来源", "截至")
# Column -> field, with the longest text the field holds.
_TEXTS = {
    "编号": "id",
    "名称": "name",
    "地址": "address",
    "市": "city",
    "区县": "district",
    "街道": "town",
    "开放时间": "hours",
    "开放时间说明": "hours_text",
    "电话": "phone",
    "来源": "source",
    "截至": "as_of",
}
_WRONG = {
    "out_of_range": "纬度或经度超出范围",
    "empty": "纬度、经度是 0",
    "abroad": "纬度、经度不在中国（是不是写反了）",
}
_SYSTEMS = ("", "GCJ02", "火星坐标", "腾讯", "高德")
_PHONE = re.compile(r"[\d\-+()（） 转]{5,32}")
_AS_OF = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2}))?(?:[日月 ].*)?")


def read_entry(cells: dict[str, str]) -> dict[str, Any] | str:
    """Values of a Place, or the first thing wrong with the row."""
    if missing := [column for column in NEEDED if not cells.get(column)]:
        return f"没有填：{SEPARATOR.join(missing)}"
    values: dict[str, Any] = {field: cells.get(column, "") for column, field in _TEXTS.items()}
    for column, field in _TEXTS.items():
        longest = Place.__table__.c[field].type.length  # type: ignore[attr-defined]  # all of them are strings
        if len(values[field]) > longest:
            return f"{column}太长（最多 {longest} 个字）"
    kind = next((kind for kind, name in words().names.items() if cells["类型"] in (name, kind)), None)
    if kind is None:
        return f"类型只能是：{SEPARATOR.join(words().names.values())}"
    point = _point(cells)
    if isinstance(point, str):
        return point
    values |= {"kind": kind, "latitude": point[0], "longitude": point[1]}
    return _hours(values) or _facilities(values, cells) or _rest(values)


def _point(cells: dict[str, str]) -> tuple[float, float] | str:
    if cells.get("坐标系", "").upper().replace("-", "") not in _SYSTEMS:
        return "坐标系只收 GCJ-02（腾讯、高德地图的坐标）"
    try:
        latitude, longitude = float(cells["纬度"]), float(cells["经度"])
    except ValueError:
        return "纬度或经度不是数字"
    point = checked(latitude, longitude)
    return _WRONG[point] if isinstance(point, str) else (latitude, longitude)


def _hours(values: dict[str, Any]) -> str | None:
    try:
        hours_of(values["hours"])
    except ValueError:
        return "开放时间看不懂，请按 OpenStreetMap 的写法，例如 Mo-Fr 08:30-17:30; PH off"
    if values["hours"] and not values["hours_text"]:
        values["hours_text"] = in_words(values["hours"])[:100]
    return None


def _facilities(values: dict[str, Any], cells: dict[str, str]) -> str | None:
    """Under the names members' wishes are matched with; others are kept as they are written."""
    named = [name.strip() for name in re.split(r"[、,，;；/|]", cells.get("设施", "")) if name.strip()]
    values["facilities"] = SEPARATOR.join(dict.fromkeys(named))
    return "设施太长（最多 200 个字）" if len(values["facilities"]) > 200 else None


def _rest(values: dict[str, Any]) -> dict[str, Any] | str:
    if values["phone"] and not _PHONE.fullmatch(values["phone"]):
        return "电话看不懂"
    found = _AS_OF.fullmatch(values["as_of"])
    if found is None:
        return "截至看不懂，请写年月，例如 2026-11"
    year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
    try:
        date(year, month, day)
    except ValueError:
        return "截至看不懂，请写年月，例如 2026-11"
    values["as_of"] = f"{year}-{month:02d}-{day:02d}" if found[3] else f"{year}-{month:02d}"
    values["id"] = values["id"] or _id(values["source"], values["name"], values["address"])
    return values


def _id(*parts: str) -> str:
    """The same place in the next file of the same source has the same id."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
