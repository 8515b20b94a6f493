"""What was asked before a talk, and who must not wait for one. Pure."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

MANY = 10  # people with the same trouble: staff at once
LONGEST_STORY = 5_000  # characters, in one message or several

Urgency = Literal["group", "emergency"]

# In the member's words; crises (hurting oneself) are seen before, by the engine's own check.
_EMERGENCY = re.compile(
    "昏迷|抢救|重伤|大出血|骨折了?在医院|送(?:进|到|去)了?(?:医院|急救|ICU|抢救)|ICU|有人(?:死|受伤|晕倒)|工地?出人命|死了人"
    "|爆炸|塌(?:方|了)|着火|中毒|被打|打人|打伤|动手打|被扣(?:押|留)|扣(?:着|了)?身份证|不让(?:走|出门|离开)|关(?:起来|在(?:厂|宿舍)里)"
    "|老板(?:要|准备)?(?:跑路|失联|跑了|转移(?:财产|设备))|今天就要?(?:赶|搬)|马上(?:要)?被?赶"
)
_NOT_NOW = re.compile("(?:去年|前年|以前|很久以前|几年前)")


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
    return "emergency" if _EMERGENCY.search(intake.story) and not _NOT_NOW.search(intake.story) else None
