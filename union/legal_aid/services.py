"""What can be booked: legal aid, counselling, mediation; and how one talks. Pure."""

from typing import Literal

Service = Literal["legal", "counselling", "mediation"]
Way = Literal["window", "telephone"]
Level = Literal["company", "town", "district"]

# As members read them; a notice of counselling does not say what it is about: phones are read by others too.
NAMES: dict[str, str] = {"legal": "律师咨询", "counselling": "心理咨询", "mediation": "调解"}
LEVELS: tuple[Level, ...] = ("company", "town", "district")
LEVEL_NAMES: dict[str, str] = {"company": "企业", "town": "街道（镇）", "district": "区（县）"}
WAY_NAMES: dict[str, str] = {"window": "到窗口面谈", "telephone": "电话"}
TOPIC_OF: dict[str, str] = {"counselling": "心理咨询", "mediation": "调解"}
_WAYS: dict[str, tuple[Way, ...]] = {
    "window": ("window",),
    "telephone": ("telephone",),
    "both": ("window", "telephone"),
}


def call_in_words(phone: str) -> str:
    """What a member reads of a talk by telephone: the window's number, or that they are called."""
    return phone or "到时打给您登记的手机"


def ways_of(stored: str) -> tuple[Way, ...]:
    """From the column to what can be chosen, the usual one first."""
    return _WAYS[stored]


def next_level(level: str) -> Level | None:
    """Where a mediation goes that was refused or failed; None: there is no level above."""
    above = LEVELS[LEVELS.index(level) + 1 :] if level in LEVELS else ()
    return above[0] if above else None
