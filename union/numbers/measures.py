"""The definitions of the numbers, from measures.yml."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter


class Measure(BaseModel):
    """What a number is called, in what it is counted, and what it means: all as staff read it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    unit: str
    words: str


@cache
def measures() -> dict[str, Measure]:
    """All of them by their id, in the order of the file."""
    text = Path(__file__).with_name("measures.yml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Measure]).validate_python(yaml.safe_load(text))
