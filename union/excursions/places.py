"""The names of places handed to branch unions, and which of them a person takes. Pure.

They are cut out of `total` and are a quota of their own, so that one guarded UPDATE keeps them: the places of all
quotas together stay the same, and each keeps to its own. What came back is closed, and counts nobody new.
"""

from collections.abc import Sequence

from union.events.meeting import Places

ALLOTTED, RETURNED = "allotted", "returned"


def allotted(branch: str) -> str:
    """Quota.who of a branch's places; their name too, which stays when they came back."""
    return f"{ALLOTTED}:{branch}"


def returned(branch: str) -> str:
    return f"{RETURNED}:{branch}"


def own_places(quotas: Sequence[Places]) -> list[Places]:
    """Of the quotas that count a person: who has places at their branch takes those, not the common ones."""
    at_branch = any(quota.who.startswith(f"{ALLOTTED}:") for quota in quotas)
    return [quota for quota in quotas if not (at_branch and quota.who == "total")]
