"""The fields of a profile, as fields.yml declares them. A value is always a text: one of the options, digits, …"""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

Values = dict[str, str]
ANY = "不限"


class Field(BaseModel):
    """One fact about oneself, or one wish about the other. What the keys mean stands in fields.yml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    kind: Literal["choice", "birth_year", "number", "place", "age_range", "text"]
    options: tuple[str, ...] = ()
    spelled: dict[str, tuple[str, ...]] = {}
    words: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    optional: bool = False
    must: bool = False

    def rank(self, option: str) -> int:
        """The option's place in the order, from 0."""
        return self.options.index(option)


def _load() -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    data = yaml.safe_load(Path(__file__).with_name("fields.yml").read_text(encoding="utf-8"))
    facts, wishes = (tuple(Field.model_validate(field) for field in data[part]) for part in ("facts", "wishes"))
    return facts, wishes


FACTS, WISHES = _load()
FIELDS = {field.name: field for field in (*FACTS, *WISHES)}
TEXTS = frozenset(name for name, field in FIELDS.items() if field.kind == "text")
DEFAULT_MUSTS = frozenset(field.name for field in WISHES if field.must)


def shown(field: Field, value: str | None) -> str:
    """How a value is read to its owner."""
    if not value:
        return "（未填）"
    match field.kind:
        case "birth_year":
            return f"{value}年"
        case "number":
            return f"{value}厘米"
        case "age_range" if value != ANY:
            return f"{value.replace('-', '—')}岁"
        case "place":
            return value.replace("/", "")
        case _:
            return value
