"""The bot's sentences around an entry, for a preview: read from the domain's own file, so that both always agree."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.telling import Said

# Data, not code: the dialogue's responses stay with the dialogue.
FILE = Path(__file__).resolve().parent.parent / "bot" / "domain" / "knowledge.yml"
_BRACES = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def responses() -> dict[str, str]:
    """Response -> text with braces."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))["responses"]
    return {name: variants[0]["text"] for name, variants in data.items()}


def read_as(said: Sequence[Said], hotlines: Mapping[str, str]) -> list[str]:
    """The messages as the member reads them. `hotlines`: numbers by response variable."""
    return [_filled(responses()[one.response], {**hotlines, **one.values}) for one in said]


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _BRACES.sub(lambda brace: values.get(brace[1], brace[0]), text)
