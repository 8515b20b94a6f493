"""The fields of an entry's form, by its kind."""

from collections.abc import Mapping
from typing import get_args

from console.knowledge.words import THEMES
from console.parts.fields import Field, Kind
from knowledge.content import EntryKind
from knowledge.editing.checking import FORMATS
from knowledge.editing.fields import LABELS
from knowledge.entries import WHOLE_PROVINCE
from knowledge.places import cities
from knowledge.rights import Topic

LONG = 2000  # characters; a message of the platform holds about 600, longer ones are sent in parts
EACH_LINE = "一行写一个"
ASKED = "一行写一种问法，用会员自己的话；写得越像，越容易找到。"
SECTIONS: dict[EntryKind, dict[str, tuple[str, ...]]] = {
    "guide": {
        "": ("title", "answer", "questions", "contact"),
        "归哪里、从哪里来": ("area.city", "area.district", "source", "reviewed"),
    },
    "program": {
        "": ("name", "aliases", "kind", "area.city", "area.district", "organiser"),
        "会员问到时怎么说（不知道的留空）": (
            "facts.what", "facts.who", "facts.when", "facts.where", "facts.how", "facts.contact", "facts.figures",
        ),
        "说不准的地方": ("gaps", "caveats"),
        "怎么找到它": ("questions",),
        "从哪里来": ("source", "published", "reviewed", "remark"),
    },
    "right": {"": ("title", "topic", "answer", "law", "differs", "questions", "reviewed")},
    "hotline": {"": ("number", "name", "for", "hours", "source", "reviewed")},
}  # fmt: skip
_LONG = {
    "answer", "questions", "aliases", "law", "differs", "for", "gaps", "caveats", "facts.what", "facts.who",
    "facts.when", "facts.where", "facts.how", "facts.contact", "facts.figures",
}  # fmt: skip
_HINTS = {
    **FORMATS,
    "aliases": EACH_LINE,
    "questions": ASKED,
    "area.city": "全省通用的选“全省”",
    "area.district": "全市通用的不写",
    "source": "比如：市总工会组织部，或者文件、报道的名称",
    "published": "来源写的日期，比如 2026-11；会员会看到",
    "reviewed": "比如 2026-11；一年后会提醒再核对",
    "contact": "电话或窗口，没有可以不写",
    "remark": "会员看不到",
    "differs": "没有可以不写",
}
_CHOICES: dict[str, Mapping[str, str]] = {
    "kind": THEMES,
    "topic": {one: one for one in get_args(Topic)},
    "area.city": {one: one for one in [WHOLE_PROVINCE, *cities()]},
}


def sections(kind: EntryKind, values: Mapping[str, str]) -> dict[str, list[Field]]:
    """The form of a kind, with what stands in it."""
    return {
        title: [_field(kind, name, values.get(name, "")) for name in names] for title, names in SECTIONS[kind].items()
    }


def _field(kind: EntryKind, name: str, value: str) -> Field:
    shape: Kind = "choice" if name in _CHOICES else "long" if name in _LONG else "line"
    longest = LONG if shape == "long" else 200
    return Field(
        name,
        LABELS[kind][name],
        shape,
        choices=_CHOICES.get(name, {}),
        longest=max(longest, len(value)),
        hint=_HINTS.get(name, ""),
        value=value,
    )
