"""What staff entered, and what is wrong with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """What is wrong with what was entered: at which field, and why. `detail`: ready to read; may be empty."""

    field: str
    reason: str
    detail: str = ""
