"""The manners of each kind of notice, read from kinds.yml."""

from datetime import timedelta
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("kinds.yml")


class Manners(BaseModel):
    """How a kind behaves; the fields are explained in kinds.yml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    urgent: bool = False
    hours: float = Field(default=72, gt=0)
    tries: int = Field(default=6, ge=1)
    transcript: bool = True

    @property
    def useful(self) -> timedelta:
        """How long after its time it is still worth sending."""
        return timedelta(hours=self.hours)


class Kinds(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    default: Manners
    kinds: dict[str, Manners]


def manners(kind: str) -> Manners:
    """How this kind behaves."""
    registry = all_kinds()
    return registry.kinds.get(kind, registry.default)


@cache
def all_kinds() -> Kinds:
    """Read once a process."""
    return Kinds.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
