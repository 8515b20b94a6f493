"""What personal data is asked for and why, as data (purposes.yml)."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

FILE = Path(__file__).with_name("purposes.yml")


class Purpose(BaseModel):
    """One purpose in members' words. `sensitive`: asks for an explicit yes, as a question of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z_]{1,32}$")
    version: str = Field(min_length=1, max_length=16)
    task: str
    asked: str
    use: str
    seen_by: str
    kept: str
    sensitive: bool = False

    @property
    def words(self) -> dict[str, str]:
        """What responses put into their braces."""
        return {"task": self.task, "asked": self.asked, "use": self.use, "seen_by": self.seen_by, "kept": self.kept}


def _read() -> dict[str, Purpose]:
    found = TypeAdapter(list[Purpose]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return {purpose.key: purpose for purpose in found}


PURPOSES = _read()
