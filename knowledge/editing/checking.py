"""What staff typed, checked by the loader's models; what is wrong is said in Chinese at the field it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from base.clock import to_shanghai
from knowledge.content import MODELS, Entry, EntryKind
from knowledge.editing.fields import LABELS, LISTS, to_data

FORMATS = {
    "facts.figures": "每行写成：人数：10个（2019）",
    "gaps": "每行写成：联系：联系电话，报道没有写。",
    "caveats": "每行写成：时间、地点：两篇报道的说法不同。",
    "law": "每行写成：《中华人民共和国工会法》第三条",
}
_DATE = "请写成 2026、2026-11 或 2026-11-18。"
_BY_FIELD = {
    "published": _DATE,
    "facts.figures": f"括号里的日期{_DATE}",
    "reviewed": "请写成 2026-11 这样的年月。",
    "area.city": "请从列表里选。",
    "area.district": "这个城市没有这个区县，请写全称，比如上城区；全省的不写。",
    "number": "号码是 3 到 12 位数字。",
}
NEEDED = "请填写。"
CHOOSE = "请从列表里选。"
FUTURE = "这个月还没到。"


@dataclass(frozen=True)
class Wrong:
    """Not taken: sentences by field."""

    fields: Mapping[str, str]


def checked(kind: EntryKind, entry_id: str, answers: Mapping[str, str], now: datetime) -> Entry | Wrong:
    """The entry that the form's answers make, or what is wrong with them."""
    data, unreadable = to_data(kind, entry_id, answers)
    wrong = {name: f"第 {number} 行看不懂。{FORMATS[name]}" for name, number in unreadable.items()}
    entry: Entry | None = None
    try:
        entry = MODELS[kind].model_validate(data)
    except ValidationError as error:
        for problem in error.errors():
            name, line = _field(kind, problem["loc"])
            wrong.setdefault(name, (f"第 {line} 行：" if line else "") + _sentence(name, problem))
    if entry is not None and (entry.reviewed or "") > to_shanghai(now).strftime("%Y-%m"):
        wrong["reviewed"] = FUTURE
    return Wrong(wrong) if wrong or entry is None else entry


def _field(kind: EntryKind, location: tuple[int | str, ...]) -> tuple[str, int]:
    """The form's field of a place in the data, and the line in it (0: the whole)."""
    path: list[str] = []
    for part in location:
        if isinstance(part, int):
            return ".".join(path), part + 1
        path.append(part)
        if ".".join(path) in LISTS:
            continue
    name = ".".join(path)
    if name == "area":
        return "area.district", 0
    return (name if name in LABELS[kind] else ""), 0


def _sentence(name: str, problem: Any) -> str:
    if problem["type"] in ("missing", "string_too_short", "too_short", "model_type"):
        return NEEDED
    if problem["type"] in ("literal_error", "enum"):
        return CHOOSE
    return _BY_FIELD.get(name) or f"{LABELS_ANY.get(name, '这里')}没有写对。"


LABELS_ANY = {name: label for labels in LABELS.values() for name, label in labels.items()}
