"""What was asked before a talk, and who must not wait for one. Pure."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

MANY = 10  # people with the same trouble: staff at once
LONGEST_STORY = 5_000  # characters, in one message or several

Urgency = Literal["group", "emergency"]

FILE = Path(__file__).with_name("urgent.yml")


class Intake(BaseModel):
    """What a member told before the talk; kept encrypted as JSON. Empty or None: not asked, or not answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str = ""
    story: str = ""
    since: str = Field(default="", max_length=60, description="as told, or an ISO date where it is certain")
    sum_yuan: float | None = Field(default=None, ge=0)
    people: int | None = Field(default=None, ge=1, description="how many have the same trouble")
    employer: str = Field(default="", max_length=100)
    papers: str = Field(default="", max_length=200, description="what the member has, in words")
    more: dict[str, str] = Field(default_factory=dict, description="answers to further questions by their names")

    def stored(self) -> str | None:
        """The JSON for the column: topic and story have columns of their own. None where nothing else was told."""
        rest = self.model_dump_json(exclude={"topic", "story"}, exclude_defaults=True)
        return None if rest == "{}" else rest


def read_intake(stored: str | None, topic: str = "", story: str = "") -> Intake:
    """What `stored` was made from."""
    rest = Intake.model_validate_json(stored) if stored else Intake()
    return rest.model_copy(update={"topic": topic, "story": story})


def needs_staff_now(intake: Intake) -> Urgency | None:
    """Why this must go to staff at once; None: it can wait for the talk."""
    if intake.people is not None and intake.people >= MANY:
        return "group"
    said = _words()
    is_urgent = said["emergency"].search(intake.story) and not said["past"].search(intake.story)
    return "emergency" if is_urgent else None


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """The lists of urgent.yml, each as one pattern."""
    lists: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: re.compile("|".join(forms)) for name, forms in lists.items()}
