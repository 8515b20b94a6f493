"""An entry as a form: flat fields with texts, and what each is called. Pure; `facts.when` is a field inside another."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.content import EntryKind

ATTRIBUTES = {
    "what": "内容", "who": "对象", "when": "时间", "where": "地点", "how": "办法", "contact": "联系", "figures": "数字",
}  # fmt: skip
_BY_NAME = {name: attribute for attribute, name in ATTRIBUTES.items()}
LABELS: dict[EntryKind, dict[str, str]] = {
    "program": {
        "name": "名称", "aliases": "别的叫法", "kind": "类别", "area.city": "城市", "area.district": "区县",
        "organiser": "主办", "facts.what": "是什么", "facts.who": "谁可以参加", "facts.when": "时间",
        "facts.where": "地点", "facts.how": "怎么参加或办理", "facts.contact": "联系方式", "facts.figures": "数字",
        "gaps": "来源没有写的", "caveats": "要一起说明的疑点", "questions": "会员会怎么问", "remark": "内部备注",
        "source": "来源", "published": "来源的日期", "reviewed": "核对月份",
    },
    "guide": {
        "title": "问题", "questions": "会员会怎么问", "answer": "答复", "contact": "联系谁", "area.city": "城市",
        "area.district": "区县", "source": "来源", "reviewed": "核对月份",
    },
    "right": {
        "title": "问题", "topic": "主题", "questions": "会员会怎么问", "answer": "答复", "law": "法律依据",
        "differs": "各地可能不同", "reviewed": "核对月份",
    },
    "hotline": {
        "number": "号码", "name": "名称", "for": "管什么", "hours": "服务时间", "source": "来源",
        "reviewed": "核对月份",
    },
}  # fmt: skip


class LineError(ValueError):
    """A line of a field is not written as it should be. `number`: which, from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number}")
        self.number = number


@dataclass(frozen=True)
class Lines:
    """A list as lines of text, there and back."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


def to_answers(kind: EntryKind, data: Mapping[str, Any]) -> dict[str, str]:
    """The stored data as the form shows it."""
    return {name: _shown(name, _at(data, name)) for name in LABELS[kind]}


def to_data(kind: EntryKind, entry_id: str, answers: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, int]]:
    """What the form holds as data for the entry's model; and the fields with a line that cannot be read, with which.

    Empty fields are left out, so that the model says which of them are needed.
    """
    data: dict[str, Any] = {"facts": {}} if kind == "program" else {}
    wrong: dict[str, int] = {}
    for name in LABELS[kind]:
        text = answers.get(name, "").strip()
        if not text:
            continue
        try:
            _put(data, name, _read(name, text))
        except LineError as error:
            wrong[name] = error.number
    return {"id": entry_id, **data}, wrong


def _shown(name: str, value: Any) -> str:
    if name in LISTS:
        return "\n".join(map(LISTS[name].write, value or ()))
    return str(value or "")


def _read(name: str, text: str) -> Any:
    if name not in LISTS:
        return text
    found = []
    for number, line in enumerate((line.strip() for line in text.splitlines()), 1):
        if line:
            try:
                found.append(LISTS[name].read(line))
            except ValueError as error:
                raise LineError(number) from error
    return found


def _at(data: Mapping[str, Any], name: str) -> Any:
    value: Any = data
    for part in name.split("."):
        value = (value or {}).get(part)
    return value


def _put(data: dict[str, Any], name: str, value: Any) -> None:
    *above, last = name.split(".")
    for part in above:
        data = data.setdefault(part, {})
    data[last] = value


def _matched(pattern: str, line: str) -> re.Match[str]:
    found = re.fullmatch(pattern, line)
    if found is None:
        raise ValueError(line)
    return found


def _attributes(names: str) -> list[str]:
    found = [_BY_NAME.get(name.strip()) for name in re.split("[、，,]", names)]
    if None in found:
        raise ValueError(names)
    return [attribute for attribute in found if attribute]


def _read_figure(line: str) -> dict[str, str]:
    found = _matched(r"(.+?)[：:](.+)[（(]([\d-]+)[)）]", line)
    return {"label": found[1].strip(), "value": found[2].strip(), "as_of": found[3]}


def _write_gap(gap: Mapping[str, Any]) -> str:
    about = f"（{'、'.join(gap['about'])}）" if gap.get("about") else ""
    return f"{ATTRIBUTES[gap['attribute']]}{about}：{gap['say']}"


def _read_gap(line: str) -> dict[str, Any]:
    found = _matched(r"([^（(：:]+)(?:[（(](.*?)[)）])?[：:](.+)", line)
    [attribute] = _attributes(found[1])
    about = [word.strip() for word in re.split("[、，,]", found[2] or "") if word.strip()]
    return {"attribute": attribute, "about": about, "say": found[3].strip()}


def _write_caveat(caveat: Mapping[str, Any]) -> str:
    return f"{'、'.join(ATTRIBUTES[one] for one in caveat['attributes'])}：{caveat['say']}"


def _read_caveat(line: str) -> dict[str, Any]:
    found = _matched(r"([^：:]+)[：:](.+)", line)
    return {"attributes": _attributes(found[1]), "say": found[2].strip()}


def _read_law(line: str) -> dict[str, str]:
    found = _matched(r"《(.+)》(.+)", line)
    return {"name": found[1].strip(), "article": found[2].strip()}


_PLAIN = Lines(str, str)
LISTS = {
    "aliases": _PLAIN,
    "questions": _PLAIN,
    "facts.figures": Lines(lambda one: f"{one['label']}：{one['value']}（{one['as_of']}）", _read_figure),
    "gaps": Lines(_write_gap, _read_gap),
    "caveats": Lines(_write_caveat, _read_caveat),
    "law": Lines(lambda one: f"《{one['name']}》{one['article']}", _read_law),
}
