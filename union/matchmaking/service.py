"""Everything the rest of the house may do with matchmaking, in one place."""

from union.matchmaking.profiles import (
    Saved,
    Standing,
    draft_of,
    find_profile,
    pause,
    resume,
    save_profile,
    standing,
)
from union.matchmaking.rounds import (
    IntroductionLine,
    RoundResult,
    eligibility,
    hold_round,
    introductions,
    sweep,
)
from union.matchmaking.rules import CONSENT_VERSION, Draft, Refused
from union.matchmaking.withdrawal import Withdrawn, withdraw

__all__ = [
    "CONSENT_VERSION",
    "Draft",
    "IntroductionLine",
    "Refused",
    "RoundResult",
    "Saved",
    "Standing",
    "Withdrawn",
    "draft_of",
    "eligibility",
    "find_profile",
    "hold_round",
    "introductions",
    "pause",
    "resume",
    "save_profile",
    "standing",
    "sweep",
    "withdraw",
]
